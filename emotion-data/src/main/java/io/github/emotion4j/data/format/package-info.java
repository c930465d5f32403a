/**
 * Files of texts and labels, read and written as streams: {@code text;label}, CSV, TSV, JSON lines, Parquet, and gzip of each.
 *
 * <p>{@code Examples} and {@code Texts} read in bounded memory, {@code Datasets} reads whole files. What Parquet is made of lies in
 * {@code data.parquet}; what is done with rows once they are read in {@code data}.
 */
package io.github.emotion4j.data.format;
