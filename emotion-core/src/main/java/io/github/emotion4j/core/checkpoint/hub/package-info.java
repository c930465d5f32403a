/**
 * A Hugging Face directory: what the keys of {@code config.json} mean and how transformers' classes name weights, one class a family.
 *
 * <p>Files of tensors themselves lie in {@code core.checkpoint}.
 */
package io.github.emotion4j.core.checkpoint.hub;
