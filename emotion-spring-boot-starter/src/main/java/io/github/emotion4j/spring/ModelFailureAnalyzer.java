package io.github.emotion4j.spring;

import java.nio.file.Path;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets an application that cannot load its model end with a sentence instead of a stack trace. */
final class ModelFailureAnalyzer extends AbstractFailureAnalyzer<ModelNotLoadedException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, ModelNotLoadedException failure) {
        if (failure.getCause() instanceof LinkageError) {
            return new FailureAnalysis(
                    "What computes is not on the class path, or does not fit this platform: " + failure.getCause(),
                    "Add the dependency org.nd4j:nd4j-native twice, once plain and once with the platform as its classifier (such as linux-x86_64);"
                            + " emotion-bom has the version.",
                    failure);
        }
        return new FailureAnalysis(
                failure.getMessage(),
                "Let emotion.model name a model directory with a classification head (config.json, model.safetensors, tokenizer.json): an absolute"
                        + " path, or one relative to the working directory, which is "
                        + Path.of("").toAbsolutePath() + ".",
                failure);
    }
}
