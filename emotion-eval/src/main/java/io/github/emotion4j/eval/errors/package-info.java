/**
 * What to look at when a model is wrong: the texts with the highest and the lowest loss, labels that are probably wrong, texts that contradict each
 * other, texts shared between splits; out as CSV for review, and back in as corrections.
 */
package io.github.emotion4j.eval.errors;
