/** The checkpoint bge-small-en-v1.5 as a Maven artefact. Those that are fetched from the hub are listed in the catalogue. */
package io.github.emotion4j.models.bge;
