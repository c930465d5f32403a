package io.github.emotion4j.core.train;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.util.Optional;

/** An epoch in JSON; Gson does not know what an absent evaluation looks like. */
final class EpochJson implements JsonSerializer<Epoch>, JsonDeserializer<Epoch> {

    @Override
    public JsonElement serialize(Epoch epoch, Type type, JsonSerializationContext context) {
        var json = new JsonObject();
        json.addProperty("epoch", epoch.epoch());
        json.addProperty("train_loss", epoch.trainLoss());
        epoch.validation().ifPresent(scores -> {
            var validation = new JsonObject();
            validation.addProperty("loss", scores.loss());
            validation.addProperty("accuracy", scores.accuracy());
            validation.addProperty("macro_f1", scores.macroF1());
            validation.addProperty("weighted_f1", scores.weightedF1());
            json.add("validation", validation);
        });
        json.addProperty("seconds", epoch.seconds());
        return json;
    }

    @Override
    public Epoch deserialize(JsonElement element, Type type, JsonDeserializationContext context) {
        JsonObject json = element.getAsJsonObject();
        Optional<Scores> validation = Optional.ofNullable(json.getAsJsonObject("validation"))
                .map(scores -> new Scores(
                        scores.get("loss").getAsDouble(),
                        scores.get("accuracy").getAsDouble(),
                        scores.get("macro_f1").getAsDouble(),
                        scores.get("weighted_f1").getAsDouble()));
        return new Epoch(
                json.get("epoch").getAsInt(),
                json.get("train_loss").getAsDouble(),
                validation,
                json.get("seconds").getAsDouble());
    }
}
