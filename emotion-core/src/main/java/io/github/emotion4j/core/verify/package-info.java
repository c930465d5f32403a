/** Compares what an encoder computes with what somebody else computed: cases with expected numbers. What computes lies in {@code core.graph}. */
package io.github.emotion4j.core.verify;
