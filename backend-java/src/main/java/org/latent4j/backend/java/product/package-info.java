/**
 * What the backends with a BLAS library share: the geometry of a matrix product. Start at {@link
 * org.latent4j.backend.java.product.Product}, which turns a product of any strides into one that
 * BLAS can do, and cuts it into pieces for several threads.
 */
@NullMarked
package org.latent4j.backend.java.product;

import org.jspecify.annotations.NullMarked;
