/** Programs: a step traced once and run many times. */
@NullMarked
package org.latent4j.program;

import org.jspecify.annotations.NullMarked;
