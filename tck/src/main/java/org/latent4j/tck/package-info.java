/**
 * The conformance kit. A backend, unit or sampler proves itself by subclassing a kit of this
 * package.
 */
package org.latent4j.tck;
