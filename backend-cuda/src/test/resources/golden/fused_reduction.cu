// scratch bytes: 0
// launch: 2 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=1280], bytes=0, written=false]
//   Int32[value=10]
//   Int32[value=1]
//   Pointer[storage=Plain[type=FLOAT32, length=128], bytes=0, written=false]
//   Int32[value=1]
//   Pointer[storage=Plain[type=FLOAT32, length=128], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=2]
//   Int32[value=128]
//   Int32[value=10]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

typedef unsigned int Index;

// sum of exp(sub(x0, x1))
extern "C" __global__ void __launch_bounds__(256, 1) reduce_3b4e44555b1f4dbf(
    const float* in0,
    Index in0_stride0,
    Index in0_step,
    const float* in1,
    Index in1_stride0,
    float* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ double values[256];
  const int lane = threadIdx.x % 4;
  const int member = threadIdx.x / 4;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index kept = tile * 64 + member;
    const Index from = 0;
    const Index to = extent;
    double value = 0;
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      const Index in1_base = c0 * in1_stride0;
      const float x1 = (float) in1[in1_base];
      place = c0 * out_stride0;
      for (Index start = from + lane; start < to; start += 128) {
        const Index end = to - start < 128 ? to : start + 128;
        float block = 0;
        for (Index next = start; next < end; next += 16) {
          float x0[4];
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 4;
            x0[k] = j < end ? in0[in0_base + j * in0_step] : (float) 0;
          }
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 4;
            const float t0 = (float) x0[k];
            const float t1 = x1;
            const float t2 = (t0 - t1);
            const float t3 = expf(t2);
            block = j < end ? block + t3 : block;
          }
        }
        value += block;
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 2; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half;
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

