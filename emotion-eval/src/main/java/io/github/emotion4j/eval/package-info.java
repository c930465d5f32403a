/**
 * How good a classifier is: the metrics of one evaluation, their intervals, and the comparison of two.
 *
 * <p>What trains on frozen features lies in {@code eval.classifier}, thresholds for continuous integration in {@code eval.gate}, temperature and
 * reliability in {@code eval.calibration}, what looks at single texts in {@code eval.errors}, pictures in {@code eval.chart}, the files that people
 * read in {@code eval.report}. Nothing here runs an encoder: callers bring features and probabilities.
 */
package io.github.emotion4j.eval;
