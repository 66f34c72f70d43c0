/**
 * Data on the host: tables of numbers with what belongs to each row, cut in parts and prepared.
 *
 * <p>Start at {@link org.latent4j.models.data.Dataset}, then {@link
 * org.latent4j.models.data.Parts}. Files are read by the packages below this one, and known data
 * sets are in {@code org.latent4j.models.datasets}. Whatever is wrong with data is said by one
 * {@link org.latent4j.models.io.DataFormatException}.
 */
@NullMarked
package org.latent4j.models.data;

import org.jspecify.annotations.NullMarked;
