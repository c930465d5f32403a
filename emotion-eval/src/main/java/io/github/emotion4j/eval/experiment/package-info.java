/**
 * From data to an evaluated model: the baseline, classifiers on frozen features, fine-tuning, each in one call, and saved models of any kind behind one
 * way to predict. The parts lie in {@code eval.classifier}, {@code core.train} and {@code core.model}.
 */
package io.github.emotion4j.eval.experiment;
