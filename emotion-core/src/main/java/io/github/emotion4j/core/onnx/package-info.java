/**
 * Reading a DistilBERT or BERT encoder out of an ONNX file, whatever exporter wrote it.
 *
 * <p>The graph is run on small probes by an interpreter in which shapes, positions and masks are numbers and everything that depends on the token
 * ids is a {@link io.github.emotion4j.core.onnx.Term}; the term of the output is then matched against what an encoder computes. So shape
 * arithmetic, however written, is checked by its result, and a node that the output depends on is either computed or matched, never skipped.
 */
package io.github.emotion4j.core.onnx;
