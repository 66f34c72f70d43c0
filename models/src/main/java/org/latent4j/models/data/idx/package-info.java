/** Files in the format of MNIST; start at {@link org.latent4j.models.data.idx.IdxReader}. */
@NullMarked
package org.latent4j.models.data.idx;

import org.jspecify.annotations.NullMarked;
