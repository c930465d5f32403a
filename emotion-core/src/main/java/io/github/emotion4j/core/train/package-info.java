/** Fine-tuning: loss, AdamW, schedules, checkpoints of a run, the training loop. */
package io.github.emotion4j.core.train;
