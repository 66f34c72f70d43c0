/**
 * Files of numbers without a header, as NumPy's {@code tofile} writes them; start at {@link
 * org.latent4j.models.data.binary.BinaryReader}.
 */
@NullMarked
package org.latent4j.models.data.binary;

import org.jspecify.annotations.NullMarked;
