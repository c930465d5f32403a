/**
 * Reading a DistilBERT or BERT encoder out of an ONNX file, whatever exporter wrote it.
 *
 * <p>The graph is run on small probes by an interpreter in which shapes, positions and masks are numbers and everything that depends on the token
 * ids is a term; the term of the output is then matched against what an encoder computes. So shape arithmetic, however written, is checked by its
 * result, and a node that the output depends on is either computed or matched, never skipped.
 *
 * <p>This package is the way in. The steps lie below it, each depending only on those before it: {@code tensor} (known numbers), {@code file} (the
 * ONNX file), {@code term} (how a tensor is computed), then {@code operator} (from the file to terms) and {@code match} (from terms to an encoder),
 * which do not know each other.
 */
package io.github.emotion4j.core.onnx;
