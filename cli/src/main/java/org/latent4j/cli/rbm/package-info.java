/**
 * What the command shows of a restricted Boltzmann machine.
 *
 * <p>Start at {@link org.latent4j.cli.rbm.RbmPictures}.
 */
@NullMarked
package org.latent4j.cli.rbm;

import org.jspecify.annotations.NullMarked;
