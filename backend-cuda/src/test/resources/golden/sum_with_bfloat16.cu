// scratch bytes: 0
// launch: 63 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=64000], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=500]
//   Pointer[storage=Plain[type=UINT8, length=129024], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=504]
//   Pointer[storage=Plain[type=FLOAT32, length=500], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=63]
//   Int32[value=500]
//   Int32[value=128]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// The number whose upper half this is.
__device__ inline float latent4j_float(unsigned short x) {
  return __uint_as_float((unsigned int) x << 16);
}

typedef unsigned int Index;

// sum of sub(x0, x1)
extern "C" __global__ void __launch_bounds__(256, 1) reduce_419706a45f23dca1(
    const float* in0,
    Index in0_stride0,
    Index in0_step,
    const unsigned short* in1,
    Index in1_stride0,
    Index in1_step,
    float* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ double values[256];
  const int lane = threadIdx.x / 8;
  const int member = threadIdx.x % 8;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index kept = tile * 8 + member;
    const Index from = 0;
    const Index to = extent;
    double value = 0;
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      const Index in1_base = c0 * in1_stride0;
      place = c0 * out_stride0;
      for (Index start = from + lane; start < to; start += 1024) {
        const Index end = to - start < 1024 ? to : start + 1024;
        float block = 0;
        for (Index next = start; next < end; next += 128) {
          float x0[4];
          unsigned short x1[4];
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 32;
            x0[k] = j < end ? in0[in0_base + j * in0_step] : (float) 0;
            x1[k] = j < end ? in1[in1_base + j * in1_step] : (unsigned short) 0;
          }
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 32;
            const float t0 = (float) x0[k];
            const float t1 = (float) latent4j_float(x1[k]);
            const float t2 = (t0 - t1);
            block = j < end ? block + t2 : block;
          }
        }
        value += block;
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 16; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half * 8;
        const double other = values[partner];
        value = (value + other);
        values[threadIdx.x] = value;
      }
      __syncthreads();
    }
    if (lane == 0 && kept < results) {
      out[place] = (float) value;
    }
  }
}

