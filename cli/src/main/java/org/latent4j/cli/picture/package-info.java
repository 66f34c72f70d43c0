/**
 * Pictures of rows of numbers: receptive fields, samples and learning curves as PNG files.
 *
 * <p>Start at {@link org.latent4j.cli.picture.TiledPicture} for rows that are images, at {@link
 * org.latent4j.cli.picture.HeatMapPicture} for rows that are not, and at {@link
 * org.latent4j.cli.picture.LearningCurve}; {@link org.latent4j.cli.picture.PngFile} writes any of
 * them to disk. Nothing here needs a display, and on a machine without fonts the pictures come
 * without text.
 */
@NullMarked
package org.latent4j.cli.picture;

import org.jspecify.annotations.NullMarked;
