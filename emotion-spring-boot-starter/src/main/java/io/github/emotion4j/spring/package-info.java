/**
 * A classifier as a Spring bean: configured by {@code emotion.*}, watched by a health indicator, measured by Micrometer.
 *
 * <p>Nothing is computed here; that lies in {@code io.github.emotion4j.core}.
 */
package io.github.emotion4j.spring;
