/** Checkpoints that travel as Maven artefacts. Those that are fetched from the hub are listed in the catalogue. */
package io.github.emotion4j.models;
