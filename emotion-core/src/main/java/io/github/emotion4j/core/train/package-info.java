/**
 * Fine-tuning: options, the training loop, its optimiser, what is saved so that a killed run goes on, and what listeners hear.
 *
 * <p>There are no TensorBoard event files: no small, maintained library on Maven Central writes them. {@code metrics.jsonl} holds the same numbers.
 *
 * <p>The graph and its gradients are {@code core.graph}'s; heads trained on frozen features lie in emotion-eval.
 */
package io.github.emotion4j.core.train;
