/** The other package of a cycle. */
package org.latent4j.architecture.offenders.knot;
