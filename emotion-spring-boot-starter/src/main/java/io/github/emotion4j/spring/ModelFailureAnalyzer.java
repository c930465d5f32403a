package io.github.emotion4j.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets an application that cannot load its model end with a sentence instead of a stack trace. */
final class ModelFailureAnalyzer extends AbstractFailureAnalyzer<ModelNotLoadedException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, ModelNotLoadedException failure) {
        return new FailureAnalysis(
                failure.getMessage(),
                "Let emotion.model name a model directory (config.json, model.safetensors, tokenizer.json) with a classification head, absolute or"
                        + " relative to the working directory, and the other properties fit it.",
                failure);
    }
}
