/** The {@code latent4j} command. */
package org.latent4j.cli;
