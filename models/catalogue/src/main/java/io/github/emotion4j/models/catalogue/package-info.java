/**
 * The checkpoints that the project knows by name: where they lie on the hub, at which commit, under which licence, how large.
 * Only facts are here; fetching is {@code io.github.emotion4j.data.hub}, reading is {@code io.github.emotion4j.core.checkpoint}.
 */
package io.github.emotion4j.models.catalogue;
