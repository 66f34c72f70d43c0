/** The backend that needs no native code: plain Java loops over arrays. */
package org.latent4j.backend.java;
