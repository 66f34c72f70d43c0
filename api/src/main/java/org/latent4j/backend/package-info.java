/**
 * What a machine must be able to do to run Latent4J, and how one is found.
 *
 * <p>Users start with {@link org.latent4j.backend.Backends}: {@code Backends.best()}, {@code
 * Backends.open("cpu")}, {@code Backends.list()}. Authors of a backend start with {@link
 * org.latent4j.backend.Backend}, about a dozen methods on flat storage and strided views, and prove
 * theirs with the conformance kit of the module {@code latent4j-tck}. All checks of shapes and
 * types happen above this package, once; a backend may trust its arguments.
 */
@NullMarked
package org.latent4j.backend;

import org.jspecify.annotations.NullMarked;
