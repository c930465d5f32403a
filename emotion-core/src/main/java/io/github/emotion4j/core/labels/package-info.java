/**
 * Labels described in words, and what a sentence encoder makes of the descriptions: prototypes, class prior, a linear head. Training on labelled texts,
 * few or many, is elsewhere.
 */
package io.github.emotion4j.core.labels;
