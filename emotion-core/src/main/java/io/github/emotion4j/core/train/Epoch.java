package io.github.emotion4j.core.train;

import java.util.Optional;

/**
 * What came of one pass over the training data.
 *
 * @param epoch from 1
 * @param trainLoss mean loss of its steps, with class weights, smoothing and dropout
 * @param validation on the validation data, if there is some
 * @param seconds it took, without the evaluation
 */
public record Epoch(int epoch, double trainLoss, Optional<Scores> validation, double seconds) {}
