/**
 * The inner loops of the backends that compute on the host: elementwise functions, random words,
 * reductions and products over arrays, written so that Java 17 vectorises them without flags. Start
 * with {@link org.latent4j.backend.java.loops.FloatLoops}.
 */
package org.latent4j.backend.java.loops;
