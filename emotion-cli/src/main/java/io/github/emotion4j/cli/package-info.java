/**
 * The frame of the command line: entry, options common to all commands, output, exit codes.
 *
 * <p>The commands lie in {@code cli.command}, one class each; what they do lies in the libraries.
 */
package io.github.emotion4j.cli;
