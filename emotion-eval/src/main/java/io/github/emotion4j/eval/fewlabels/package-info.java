/**
 * Classifiers from few labelled texts or none: the experiment, the logistic regression on tuned vectors, hints to better descriptions. Prototypes and
 * descriptions themselves are in {@code core.labels}, the tuning of the encoder in {@code core.train}.
 */
package io.github.emotion4j.eval.fewlabels;
