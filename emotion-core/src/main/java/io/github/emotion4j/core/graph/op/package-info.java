/**
 * Operations of the SameDiff graph that are larger than ND4J's own: each says its shapes, its gradient as further operations, and the kernels that
 * execute it on the CPU. Not part of the public API.
 */
package io.github.emotion4j.core.graph.op;
