// scratch bytes: 0
// launch: 6 blocks of 64 threads
//   Pointer[storage=Plain[type=FLOAT64, length=336], bytes=0, written=false]
//   Int32[value=1]
//   Pointer[storage=Plain[type=FLOAT64, length=336], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=336]
//   Int32[value=336]
//   Int32[value=56]
//   Int32[value=-1840700269]
//   Int32[value=37]
//   Int32[value=6]
//   Int32[value=-1431655765]
//   Int32[value=34]
//   Int32[value=1]
//   Int32[value=-2147483648]
//   Int32[value=31]
//   Int32[value=8]
//   Int32[value=-2147483648]
//   Int32[value=34]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// n / d for n below 2^31, with multiplier and shift made for d on the host.
__device__ inline unsigned int latent4j_quotient(
    unsigned int n, unsigned int multiplier, unsigned int shift) {
  return (unsigned int) (((unsigned long long) n * multiplier) >> shift);
}

typedef unsigned int Index;

// pow(sub(index0, index2), x0)
extern "C" __global__ void elementwise_8b5e21f52687db93(
    const double* in0,
    Index in0_stride0,
    double* out0,
    Index out0_stride0,
    Index items,
    Index inner,
    Index axis0_run,
    unsigned int axis0_run_multiplier,
    unsigned int axis0_run_shift,
    Index axis0_extent,
    unsigned int axis0_extent_multiplier,
    unsigned int axis0_extent_shift,
    Index axis2_run,
    unsigned int axis2_run_multiplier,
    unsigned int axis2_run_shift,
    Index axis2_extent,
    unsigned int axis2_extent_multiplier,
    unsigned int axis2_extent_shift) {
  latent4j_follow();
  const Index step = (Index) gridDim.x * blockDim.x;
  for (Index item = (Index) blockIdx.x * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index column = item;
    const Index linear = column;
    double x0[1];
    auto* const in0_chunk = in0 + (column * in0_stride0);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      x0[k] = in0_chunk[k * in0_stride0];
    }
    double y0[1];
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      const double t0 = (double) (latent4j_quotient((linear + k), axis0_run_multiplier, axis0_run_shift) - latent4j_quotient(latent4j_quotient((linear + k), axis0_run_multiplier, axis0_run_shift), axis0_extent_multiplier, axis0_extent_shift) * axis0_extent);
      const double t1 = (double) (latent4j_quotient((linear + k), axis2_run_multiplier, axis2_run_shift) - latent4j_quotient(latent4j_quotient((linear + k), axis2_run_multiplier, axis2_run_shift), axis2_extent_multiplier, axis2_extent_shift) * axis2_extent);
      const double t2 = (t0 - t1);
      const double t3 = (double) x0[k];
      const double t4 = (fabs(t2) == 1 && !isfinite(t3) ? t3 - t3 : pow(t2, t3));
      y0[k] = (double) t4;
    }
    auto* const out0_chunk = out0 + (column * out0_stride0);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      out0_chunk[k * out0_stride0] = y0[k];
    }
  }
}

