/**
 * Steps that are recorded once and run many times. Start with {@link
 * org.latent4j.program.Program#compile}; {@link org.latent4j.program.Step} says what a step may do.
 * {@link org.latent4j.program.Gradients} differentiates functions, inside a step and outside.
 */
@NullMarked
package org.latent4j.program;

import org.jspecify.annotations.NullMarked;
