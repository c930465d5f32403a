/** JMH benchmarks of single kernels; whole steps and passes are timed by {@code emotion bench}. */
package io.github.emotion4j.benchmarks;
