/**
 * What data a run uses and how it prepares them.
 *
 * <p>Start at {@link org.latent4j.cli.data.DataRecipe}: training makes one from the options and
 * stores it, and evaluation follows the stored one, so that both see the same rows.
 */
@NullMarked
package org.latent4j.cli.data;

import org.jspecify.annotations.NullMarked;
