/** The CPU backend: memory owned by ND4J, products by its OpenBLAS. */
package org.latent4j.backend.cpu;
