/** The interface that a backend implements, and how backends are found. */
@NullMarked
package org.latent4j.backend;

import org.jspecify.annotations.NullMarked;
