/** Shapes, layouts, expressions and plans: plain data that a backend executes. */
@NullMarked
package org.latent4j.graph;

import org.jspecify.annotations.NullMarked;
