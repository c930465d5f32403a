/**
 * What is in a data set before anything is trained on it: counts, lengths, duplicates and near-duplicates, overlap between splits, and what tokenizers make
 * of the texts. Whatever can be counted in one pass is counted from a stream in bounded memory.
 *
 * <p>Choosing rows lies in {@code data.split}; metrics of predictions in emotion-eval.
 */
package io.github.emotion4j.data.statistics;
