/**
 * What a service calls: load a classifier, predict.
 *
 * <p>Checkpoints on disk lie in {@code core.checkpoint}, reading ONNX in {@code core.onnx}, the SameDiff graph and its kernels in
 * {@code core.graph}, fine-tuning in {@code core.train}. Neither Tribuo nor a command line is known here.
 */
package io.github.emotion4j.core;
