/**
 * CUDA as this backend sees it. Start at {@link org.latent4j.backend.cuda.driver.Discovery}, which
 * finds CUDA's libraries or says why it can't. Internal: only the backend itself uses this package.
 */
package org.latent4j.backend.cuda.driver;
