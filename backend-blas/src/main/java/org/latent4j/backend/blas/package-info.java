/** The BLAS backend: products by jblas. */
package org.latent4j.backend.blas;
