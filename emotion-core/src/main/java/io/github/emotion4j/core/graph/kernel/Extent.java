package io.github.emotion4j.core.graph.kernel;

/**
 * What the sizes of all arrays of a pass depend on.
 *
 * @param tokens of all texts together, padding not counted
 * @param texts in the batch
 * @param squares sum of the squared lengths of the texts: attention scores of one head
 * @param reach one more than the largest distance of two tokens of a text
 */
public record Extent(int tokens, int texts, int squares, int reach) {}
