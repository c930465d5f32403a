/**
 * Uniform Manifold Approximation and Projection (McInnes, Healy and Melville, 2018, arXiv:1802.03426): many dimensions in the plane, neighbours beside
 * neighbours. Own code, because the implementations in Java are under the GPL (Smile) or no longer kept. {@code chart} draws the map; nothing here
 * knows labels.
 */
package io.github.emotion4j.eval.umap;
