/**
 * What people and machines read about a model: {@code report.html}, {@code report.md}, {@code report.json} (its schema lies beside this package as
 * {@code report.schema.json}), {@code junit.xml} and {@code predictions.csv}, from one {@link io.github.emotion4j.eval.report.ReportData}.
 *
 * <p>The page is one file without scripts and without anything fetched; its content security policy forbids both. It is assembled from strings: a
 * template engine would be a dependency for what {@code Markup.escape} and a dozen methods do.
 */
package io.github.emotion4j.eval.report;
