/** Arithmetic on several arrays as one loop, for which a class is generated when it is needed. */
@NullMarked
package org.latent4j.backend.java.fused;

import org.jspecify.annotations.NullMarked;
