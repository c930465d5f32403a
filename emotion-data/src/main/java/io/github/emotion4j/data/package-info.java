/**
 * Labelled text: data sets, their labels and splits.
 *
 * <p>What reads files lies in {@code data.format}, what cuts text into tokens in {@code data.tokenize}, what makes rectangles of token ids in
 * {@code data.batch}, what talks to the hub in {@code data.hub}. Nothing here knows ND4J or Tribuo.
 */
package io.github.emotion4j.data;
