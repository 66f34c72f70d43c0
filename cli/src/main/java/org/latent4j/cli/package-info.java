/**
 * The {@code latent4j} command: {@link org.latent4j.cli.Main} is the entry, the commands are in
 * {@code command}.
 */
@NullMarked
package org.latent4j.cli;

import org.jspecify.annotations.NullMarked;
