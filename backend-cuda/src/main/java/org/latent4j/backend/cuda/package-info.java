/**
 * The backend {@code cuda}: NVIDIA GPUs through CUDA's driver interface, NVRTC and cuBLASLt. Start
 * at {@link org.latent4j.backend.cuda.CudaBackendProvider}.
 */
package org.latent4j.backend.cuda;
