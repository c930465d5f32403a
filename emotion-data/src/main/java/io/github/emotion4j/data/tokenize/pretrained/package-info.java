/**
 * The tokenizer of a pretrained model's folder: its several files put together as transformers' {@code AutoTokenizer} does, into one {@code tokenizer.json}.
 *
 * <p>Encoding texts with it lies in {@code data.tokenize}; weights and the rest of a model in {@code core.model}.
 */
package io.github.emotion4j.data.tokenize.pretrained;
