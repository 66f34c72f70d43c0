/**
 * Tensors, functions of them, random keys, and the scopes that own their memory. This is what
 * models are written with.
 *
 * <p>Start with {@link org.latent4j.tensor.Tensor} and {@link org.latent4j.tensor.Functions}; then
 * {@link org.latent4j.tensor.RandomKey}, because nothing here draws a number without a key, and
 * {@link org.latent4j.tensor.Scope}, because native memory needs an owner. Every check of a shape,
 * a type or a lifetime is made here, once for all backends.
 */
@NullMarked
package org.latent4j.tensor;

import org.jspecify.annotations.NullMarked;
