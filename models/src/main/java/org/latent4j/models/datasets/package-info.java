/**
 * Known data sets, and those that a user names.
 *
 * <p>Start at {@link org.latent4j.models.datasets.Datasets#find}, which turns a name such as {@code
 * digits} or a path into a {@link org.latent4j.models.data.Dataset}, or at {@link
 * org.latent4j.models.datasets.Digits}, which needs no file.
 */
@NullMarked
package org.latent4j.models.datasets;

import org.jspecify.annotations.NullMarked;
