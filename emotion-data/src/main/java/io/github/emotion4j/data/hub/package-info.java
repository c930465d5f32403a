/**
 * The Hugging Face hub: fetching models and data sets into its own cache layout, so that Python's tools share them, and publishing model directories.
 * Everything that touches the network is here and happens only when {@link io.github.emotion4j.data.hub.HubClient} or
 * {@link io.github.emotion4j.data.hub.HubUploader} is called.
 * Not here: reading what was fetched (formats, tokenizers, checkpoints) and the catalogue of known models.
 */
package io.github.emotion4j.data.hub;
