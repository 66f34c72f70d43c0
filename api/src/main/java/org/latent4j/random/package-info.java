/** Counter-based random bits: the same on every backend. */
@NullMarked
package org.latent4j.random;

import org.jspecify.annotations.NullMarked;
