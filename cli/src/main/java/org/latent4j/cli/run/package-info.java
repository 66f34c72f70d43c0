/**
 * The folder of a run and the files in it that are not pictures.
 *
 * <p>Start at {@link org.latent4j.cli.run.RunFolder}. A run that is refused leaves nothing behind;
 * a run that is interrupted leaves whole files and whole lines.
 */
@NullMarked
package org.latent4j.cli.run;

import org.jspecify.annotations.NullMarked;
