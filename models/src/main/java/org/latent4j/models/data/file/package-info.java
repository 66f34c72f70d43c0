/**
 * What readers of all formats share: bytes that are unpacked, hashed and bounded. A length is
 * believed only after it was compared with the size of the file.
 *
 * <p>Start at {@link org.latent4j.models.data.file.DataStream}.
 */
@NullMarked
package org.latent4j.models.data.file;

import org.jspecify.annotations.NullMarked;
