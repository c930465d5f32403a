/**
 * Classifiers on frozen features: the most frequent label, logistic regression and random forest (Tribuo), a shallow network (Deeplearning4j, where
 * it is on the class path). All are trained, asked, saved and loaded alike; the linear ones fold into a head of {@code core.checkpoint}, so that
 * predicting with them needs neither Tribuo nor this module. With this module on the class path, {@code core} predicts with the others too.
 */
package io.github.emotion4j.eval.classifier;
