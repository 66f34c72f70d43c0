/**
 * Backends whose memory the processor can reach: everything but allocation and matrix products.
 * Start with {@link org.latent4j.backend.java.host.HostBackend}.
 */
package org.latent4j.backend.java.host;
