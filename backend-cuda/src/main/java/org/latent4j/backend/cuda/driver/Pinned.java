package org.latent4j.backend.cuda.driver;

import java.nio.ByteBuffer;

/**
 * Page-locked memory of the host.
 *
 * @param bytes its contents, in the byte order of the machine
 * @param address its address, the same for the host and the device
 */
public record Pinned(ByteBuffer bytes, long address) {}
