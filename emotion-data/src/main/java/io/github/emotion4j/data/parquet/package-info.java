/**
 * As much of Apache Parquet as tables of texts and labels need: flat columns of strings, integers and booleans, in all encodings and codecs that common
 * writers choose, page by page in bounded memory; and a plain writer. Follows the format's specification (parquet-format 2.11).
 *
 * <p>Of our own because the readers on Maven Central bring Hadoop or need a newer JDK. Which columns are text and label is decided in
 * {@code data.format}.
 */
package io.github.emotion4j.data.parquet;
