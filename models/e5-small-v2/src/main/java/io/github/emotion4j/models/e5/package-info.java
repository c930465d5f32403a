/** The checkpoint e5-small-v2 as a Maven artefact. Those that are fetched from the hub are listed in the catalogue. */
package io.github.emotion4j.models.e5;
