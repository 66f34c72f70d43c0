/**
 * Files that are safe to read and whole when written.
 *
 * <p>Start at {@link org.latent4j.models.io.Safetensors}, the format of every model and checkpoint.
 * {@link org.latent4j.models.io.AtomicFiles} is the one way in which this library writes a file. A
 * file that breaks the rules of its format is answered by one {@link
 * org.latent4j.models.io.DataFormatException}, never by an exhausted heap.
 */
@NullMarked
package org.latent4j.models.io;

import org.jspecify.annotations.NullMarked;
