/**
 * Frozen hidden states: one vector a text for many texts, kept on disk, written for NumPy; and what a classifier on them has to offer so that models
 * with it predict. The forward pass itself lies in {@code core.graph}; the classifiers in emotion-eval.
 */
package io.github.emotion4j.core.features;
