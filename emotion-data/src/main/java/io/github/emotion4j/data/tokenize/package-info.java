/**
 * Text to tokens: subword (Hugging Face's own tokenizers), word and character level.
 *
 * <p>Reading data sets lies in {@code data.format}; making batches of encodings in {@code data.batch}.
 */
package io.github.emotion4j.data.tokenize;
