package io.github.emotion4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

class ServiceTest {

    private static final String MODEL =
            "../../emotion-core/src/test/resources/io/github/emotion4j/core/tiny-distilbert";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ConfigurableApplicationContext service;
    private static String address;

    @BeforeAll
    static void start() {
        service = SpringApplication.run(
                ServiceApplication.class,
                "--emotion.model=" + MODEL,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--spring.main.banner-mode=off");
        address = "http://127.0.0.1:"
                + ((WebServerApplicationContext) service).getWebServer().getPort();
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private static HttpRequest get(String text) {
        return request("/predict?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .build();
    }

    private static JsonObject ask(HttpRequest request) throws Exception {
        var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @Test
    void answersASingleText() throws Exception {
        var answer = ask(get("i feel so happy today"));
        assertThat(answer.getAsJsonObject("scores").keySet())
                .containsExactly("sadness", "joy", "love", "anger", "fear", "surprise");
        String label = answer.get("label").getAsString();
        assertThat(answer.getAsJsonObject("scores").get(label)).isEqualTo(answer.get("score"));
    }

    @Test
    void answersAListInOrderAndNullAmongItAsRejected() throws Exception {
        var response = CLIENT.send(
                request("/predict")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("[\"angry\", null, \"i feel so happy today\"]"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        JsonArray answers = JsonParser.parseString(response.body()).getAsJsonArray();
        assertThat(answers).hasSize(3);
        assertThat(answers.get(0).getAsJsonObject().get("label"))
                .isEqualTo(ask(get("angry")).get("label"));
        assertThat(answers.get(1).getAsJsonObject().get("rejection").getAsString())
                .isEqualTo("the text is null");
        assertThat(answers.get(2).getAsJsonObject().get("label"))
                .isEqualTo(ask(get("i feel so happy today")).get("label"));
    }

    @Test
    void saysThatItIsHealthyAndWhatItDid() throws Exception {
        ask(get("angry"));
        assertThat(ask(request("/actuator/health").build()).get("status").getAsString())
                .isEqualTo("UP");
        assertThat(ask(request("/actuator/metrics/emotion.predict").build())
                        .get("name")
                        .getAsString())
                .isEqualTo("emotion.predict");
    }

    @Test
    void givesEachOfManyConcurrentRequestsItsOwnAnswer() throws Exception {
        var texts = List.of("angry", "i feel so happy today", "what a surprise!", "she was scared", "", "love");
        var alone = new HashMap<String, JsonObject>();
        for (String text : texts) {
            alone.put(text, ask(get(text)));
        }
        for (int round = 0; round < 20; round++) {
            var pending = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 50; i++) {
                pending.add(CLIENT.sendAsync(get(texts.get(i % texts.size())), HttpResponse.BodyHandlers.ofString()));
            }
            for (int i = 0; i < 50; i++) {
                var response = pending.get(i).join();
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(JsonParser.parseString(response.body())
                                .getAsJsonObject()
                                .get("label"))
                        .isEqualTo(alone.get(texts.get(i % texts.size())).get("label"));
            }
        }
    }
}
