/**
 * Which rows go where: stratified splits and folds, shuffling, over- and undersampling.
 * Every choice follows a seed; what is chosen are rows of a {@code Dataset}, nothing is copied. Also what splits are called.
 *
 * <p>Counting rows lies in {@code data.statistics}.
 */
package io.github.emotion4j.data.split;
