package io.github.emotion4j.examples;

import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.MicroBatcher;
import io.github.emotion4j.core.Prediction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Single texts of concurrent requests are gathered into batches; a list is a batch already. */
@RestController
public class PredictionController {

    private final MicroBatcher batcher;
    private final EmotionClassifier classifier;

    /** For Spring. */
    public PredictionController(MicroBatcher batcher, EmotionClassifier classifier) {
        this.batcher = batcher;
        this.classifier = classifier;
    }

    /**
     * One answer.
     *
     * @param label null if the text was rejected
     * @param score null if the text was rejected
     * @param scores by label
     * @param uncertain whether the score lies below emotion.min-confidence
     * @param rejection why the text was rejected, or null
     */
    public record Answer(String label, Float score, Map<String, Float> scores, boolean uncertain, String rejection) {

        static Answer of(Prediction prediction) {
            return prediction.isRejected()
                    ? new Answer(
                            null, null, Map.of(), true, prediction.rejection().orElseThrow())
                    : new Answer(
                            prediction.label(), prediction.score(), prediction.scores(), prediction.uncertain(), null);
        }
    }

    /** {@code GET /predict?text=...} */
    @GetMapping("/predict")
    public CompletableFuture<Answer> predict(@RequestParam String text) {
        return batcher.predict(text).thenApply(Answer::of);
    }

    /** {@code POST /predict} with a JSON array of texts; one answer a text, in order, null among them is answered as rejected. */
    @PostMapping("/predict")
    public List<Answer> predict(@RequestBody List<String> texts) {
        return classifier.predict(texts).stream().map(Answer::of).toList();
    }

    /** Too many requests wait: 503, so that a load balancer looks elsewhere. */
    @ExceptionHandler(RejectedExecutionException.class)
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    public Map<String, String> overloaded(RejectedExecutionException refusal) {
        return Map.of("error", refusal.getMessage());
    }
}
