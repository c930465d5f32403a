/**
 * Whether probabilities mean what they say: temperature scaling, expected calibration error, and what is gained by not answering below a confidence.
 */
package io.github.emotion4j.eval.calibration;
