/**
 * How the command speaks with its user: one-sentence errors, progress, and the terminal.
 *
 * <p>Start at {@link org.latent4j.cli.console.CommandException}: what a user can mend is thrown as
 * one and shown as its message alone.
 */
@NullMarked
package org.latent4j.cli.console;

import org.jspecify.annotations.NullMarked;
