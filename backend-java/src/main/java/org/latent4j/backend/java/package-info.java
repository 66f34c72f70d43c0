/**
 * The backend {@code java}: plain Java loops over arrays, without native code. It is the reference
 * that the others are compared with and the fallback where no native library runs.
 *
 * <p>Users say {@code Backends.open("java")}. Authors of backends on the processor start with
 * {@link org.latent4j.backend.java.host.HostBackend}.
 */
@NullMarked
package org.latent4j.backend.java;

import org.jspecify.annotations.NullMarked;
