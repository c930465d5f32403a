/**
 * What the CPU executes: float32 values in native memory, a team of threads, and kernels that fill whole operations of the graph.
 *
 * <p>Kernels work on chunks of fixed size, so that a result depends neither on the number of threads nor on their timing. Loops run over small
 * heap arrays, which the JIT turns into vector instructions; native memory is read and written in blocks. Matrix products are oneDNN's, or
 * OpenBLAS's where oneDNN has no library for the platform. Not part of the public API.
 */
package io.github.emotion4j.core.graph.kernel;
