/**
 * The model card: the {@code README.md} of a model directory, with the metadata that the Hugging Face hub reads.
 *
 * <p>What is measured lies in emotion-eval, the directory's other files in {@code core.checkpoint}.
 */
package io.github.emotion4j.core.card;
