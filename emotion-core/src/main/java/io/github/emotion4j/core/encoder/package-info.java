/**
 * What an encoder is and how it computes, without a number: its parts, its definition, the names and shapes of its weights.
 *
 * <p>Plain Java: no ND4J, no files. What families call things on disk lies in {@code core.checkpoint.hub}; who executes a definition, in {@code core.graph}.
 */
package io.github.emotion4j.core.encoder;
