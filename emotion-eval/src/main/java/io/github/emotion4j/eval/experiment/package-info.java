/**
 * From data to an evaluated model: the baseline, classifiers on frozen features, fine-tuning, each in one call; what came of it, to be
 * told as JSON or saved with a card; and what a saved model sees in texts. The parts lie in {@code eval.classifier}, {@code core.train} and
 * {@code core.model}; predicting with a saved model of any kind is {@code core}'s.
 */
package io.github.emotion4j.eval.experiment;
