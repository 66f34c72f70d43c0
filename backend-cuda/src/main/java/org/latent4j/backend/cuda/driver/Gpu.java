package org.latent4j.backend.cuda.driver;

/**
 * A GPU and the libraries that drive it.
 *
 * @param name the device's name
 * @param major the first number of its compute capability
 * @param minor the second
 * @param multiprocessors the number of its multiprocessors
 * @param memory its memory in bytes
 * @param architecture what NVRTC compiles for, as its options name it: {@code sm_90}, or {@code
 *     compute_120}, whose code the driver translates, where NVRTC is older than the GPU
 * @param driver the CUDA version of the driver: 13000 for 13.0
 * @param nvrtc the version of NVRTC, for example 13.0
 * @param cublasLt the version of cuBLASLt, for example 130002
 */
public record Gpu(
    String name,
    int major,
    int minor,
    int multiprocessors,
    long memory,
    String architecture,
    int driver,
    String nvrtc,
    long cublasLt) {}
