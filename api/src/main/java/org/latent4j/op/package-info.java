/**
 * The closed set of elementwise operations and reductions, each with its definition and derivative.
 */
@NullMarked
package org.latent4j.op;

import org.jspecify.annotations.NullMarked;
