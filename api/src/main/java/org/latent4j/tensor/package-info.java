/** Tensors and the functions on them. Start with {@code Tensor}. */
@NullMarked
package org.latent4j.tensor;

import org.jspecify.annotations.NullMarked;
