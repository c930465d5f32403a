/**
 * Frozen hidden states: one vector a text for many texts, kept on disk, written for NumPy. The forward pass itself lies in {@code core.graph}; the
 * classifiers on features in emotion-eval.
 */
package io.github.emotion4j.core.features;
