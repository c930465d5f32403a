/**
 * The encoder as a SameDiff graph, and what executes it: kernels over planned, reused memory on the CPU, ND4J's own ops elsewhere.
 *
 * <p>With {@code core.train} the only package that touches ND4J.
 */
package io.github.emotion4j.core.graph;
