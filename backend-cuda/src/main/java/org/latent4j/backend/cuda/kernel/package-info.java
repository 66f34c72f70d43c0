/**
 * Generates CUDA C: every operation of a backend but the products of cuBLASLt, as plain text with
 * the launches that run it. Nothing here needs a GPU or a native library.
 *
 * <p>Start with {@link org.latent4j.backend.cuda.kernel.Kernels}: it turns an operation on views
 * into a {@link org.latent4j.backend.cuda.kernel.Work}, a short list of {@link
 * org.latent4j.backend.cuda.kernel.Launch launches}. A {@link
 * org.latent4j.backend.cuda.kernel.Kernel} is a source text that depends on the structure of the
 * operation alone: extents, strides, offsets and most numbers are parameters, so that one compiled
 * kernel serves all shapes.
 */
@NullMarked
package org.latent4j.backend.cuda.kernel;

import org.jspecify.annotations.NullMarked;
