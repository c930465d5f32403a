/**
 * Assertions on evaluations for the tests of users, in the style of AssertJ, which must be on their class path; nothing else here needs it.
 */
package io.github.emotion4j.eval.assertj;
