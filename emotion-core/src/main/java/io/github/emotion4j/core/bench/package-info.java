/**
 * Measures the product's own paths on random weights: a whole training step, a forward pass, the latency of single texts, and beside them what one
 * large matrix product reaches on the same machine at the same time.
 */
package io.github.emotion4j.core.bench;
