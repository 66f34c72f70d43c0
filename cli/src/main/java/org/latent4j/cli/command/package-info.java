/**
 * The commands and their options.
 *
 * <p>Start at {@link org.latent4j.cli.command.CommandLines}, which puts {@code latent4j} together;
 * each command is a class with its options as fields. A command checks its options first, then
 * reads data, then opens a backend, and writes last.
 */
@NullMarked
package org.latent4j.cli.command;

import org.jspecify.annotations.NullMarked;
