/** The commands, one small class each: options in, calls to the libraries, a result out. What they share lies in {@code cli}. */
package io.github.emotion4j.cli.command;
