/**
 * Fine-tuning: options, the training loop, its optimiser, what is saved so that a killed run goes on, and what listeners hear.
 *
 * <p>The graph and its gradients are {@code core.graph}'s; heads trained on frozen features lie in emotion-eval.
 */
package io.github.emotion4j.core.train;
