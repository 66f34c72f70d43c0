/** Models of latent variables, the data they learn from and the ways to train and judge them. */
@NullMarked
package org.latent4j.models;

import org.jspecify.annotations.NullMarked;
