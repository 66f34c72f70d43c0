/**
 * Data sets on the host: read, described, transformed, split.
 *
 * <p>Start at {@link org.latent4j.models.data.Datasets#find}, which turns a name such as {@code
 * digits} or a path into a {@link org.latent4j.models.data.Dataset}, or at {@link
 * org.latent4j.models.data.Digits}, which needs no file. {@link org.latent4j.models.data.IdxReader}
 * and {@link org.latent4j.models.data.CsvReader} have the options. Whatever is wrong with a file or
 * its values is said by one {@link org.latent4j.models.io.DataFormatException}; a length is
 * believed only after it was compared with the size of the file.
 */
package org.latent4j.models.data;
