/**
 * What is to be computed, as plain data: shapes and strided layouts, elementwise expressions, the
 * closed list of operations, and plans made of them. Nothing here computes and nothing here knows a
 * backend.
 *
 * <p>Start with {@link org.latent4j.graph.Layout} (how a view reads flat storage), then {@link
 * org.latent4j.graph.Expression} (the elementwise work) and {@link org.latent4j.graph.Operation}
 * (everything a backend can be asked to do); {@link org.latent4j.graph.Plan} strings operations
 * together into a program.
 */
@NullMarked
package org.latent4j.graph;

import org.jspecify.annotations.NullMarked;
