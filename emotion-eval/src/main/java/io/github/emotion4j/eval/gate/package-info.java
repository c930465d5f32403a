/**
 * Thresholds that a model must reach before it is used: parsed from one line, checked against an evaluation, told as JUnit XML so that continuous
 * integration shows each as a test. The metrics themselves lie in {@code eval}.
 */
package io.github.emotion4j.eval.gate;
