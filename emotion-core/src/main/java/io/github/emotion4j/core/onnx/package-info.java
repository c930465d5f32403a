/**
 * Reading an encoder of any supported family out of an ONNX file, whatever exporter wrote it.
 *
 * <p>The file's graph is run on a batch of texts by a plain interpreter, and what it did with the numbers of the file is noted. From
 * {@code config.json}, or from those notes, comes a description of an encoder; the encoder's definition, run over the notes, says which numbers are
 * which weights. All this is a guess. Then graph and encoder are run on further texts, and whatever differs is refused: a wrong scale, mask or
 * position cannot hide, and neither names nor the order of nodes need to be trusted.
 *
 * <p>This package is the way in. The steps lie below it, each depending only on those before it: {@code tensor} (numbers), {@code file} (the ONNX
 * file), {@code run} (the interpreter), {@code trace} (what a graph did), {@code proof} (description, weights, comparison).
 */
package io.github.emotion4j.core.onnx;
