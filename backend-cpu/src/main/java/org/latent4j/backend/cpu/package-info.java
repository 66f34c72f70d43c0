/**
 * The backend {@code cpu}. Start at {@link org.latent4j.backend.cpu.CpuBackendProvider}, through
 * which it is found and opened; {@code CpuBackend} says who does what, {@code NativeMemory} where
 * elements live, and {@code NativeProducts} how matrices are multiplied.
 */
package org.latent4j.backend.cpu;
