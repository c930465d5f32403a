/** A small data set that travels with the library, to try things out without a download. Reading files lies in {@code data.format}. */
package io.github.emotion4j.data.sample;
