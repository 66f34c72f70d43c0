/** Markov kernels. */
@NullMarked
package org.latent4j.sampling;

import org.jspecify.annotations.NullMarked;
