/**
 * Rectangles of token ids: texts of like length together, padded to the longest of the batch and never further; results back in the order of the
 * texts.
 *
 * <p>Tokenizing lies in {@code data.tokenize}; what computes on batches in emotion-core.
 */
package io.github.emotion4j.data.batch;
