/**
 * The inner loops of the backends that compute on the host: elementwise functions, random words,
 * reductions and products over arrays, written so that Java 17 vectorises them without flags. Start
 * with {@link org.latent4j.backend.java.loops.FloatLoops}. What uses explicit vectors, if the
 * virtual machine has them, lies in the folder {@code src/vector}; {@link
 * org.latent4j.backend.java.loops.ExplicitVectors} finds it.
 */
@NullMarked
package org.latent4j.backend.java.loops;

import org.jspecify.annotations.NullMarked;
