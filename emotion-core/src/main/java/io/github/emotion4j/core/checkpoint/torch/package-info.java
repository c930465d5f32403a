/**
 * Weights as {@code torch.save} writes them ({@code pytorch_model.bin}): a zip archive of raw storages and one pickle that says which tensors lie in them.
 * The pickle is read by a machine of our own that knows texts, numbers, tuples, dicts and tensors and nothing else: no class is loaded, nothing of the
 * file is executed, no path of it is opened or written.
 *
 * <p>Not here: which file of a directory is read, and what its tensors mean.
 */
package io.github.emotion4j.core.checkpoint.torch;
