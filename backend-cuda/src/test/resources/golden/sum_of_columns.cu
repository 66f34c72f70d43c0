// scratch bytes: 12544
// launch: 196 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=3211264], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=784]
//   Scratch[bytes=0]
//   Int32[value=2]
//   Int32[value=-2147483648]
//   Int32[value=32]
//   Int32[value=2048]
//   Int32[value=196]
//   Int32[value=784]
//   Int32[value=4096]

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

// sum of x0
extern "C" __global__ void __launch_bounds__(256, 1) reduce_82194d3761da14c7(
    const float* in0,
    Index in0_stride0,
    Index in0_step,
    double* parts,
    Index segments,
    unsigned int segments_multiplier,
    unsigned int segments_shift,
    Index length,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ double values[256];
  const int lane = threadIdx.x / 8;
  const int member = threadIdx.x % 8;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index group = latent4j_quotient(tile, segments_multiplier, segments_shift);
    const Index segment = tile - group * segments;
    const Index kept = group * 8 + member;
    const Index from = segment * length;
    const Index to = extent - from < length ? extent : from + length;
    double value = 0;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      for (Index start = from + lane; start < to; start += 1024) {
        const Index end = to - start < 1024 ? to : start + 1024;
        float block = 0;
        for (Index next = start; next < end; next += 512) {
          float x0[16];
          #pragma unroll
          for (int k = 0; k < 16; ++k) {
            const Index j = next + k * 32;
            x0[k] = j < end ? in0[in0_base + j * in0_step] : (float) 0;
          }
          #pragma unroll
          for (int k = 0; k < 16; ++k) {
            const Index j = next + k * 32;
            const float t0 = (float) x0[k];
            block = j < end ? block + t0 : block;
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
      parts[kept * segments + segment] = value;
    }
  }
}

// launch: 4 blocks of 256 threads
//   Scratch[bytes=0]
//   Pointer[storage=Plain[type=FLOAT32, length=784], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=4]
//   Int32[value=784]
//   Int32[value=2]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

typedef unsigned int Index;

// sum of results of segments
extern "C" __global__ void __launch_bounds__(256, 1) reduce_9a350d0430b334cb(
    const double* parts,
    float* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  const int lane = threadIdx.x % 1;
  const int member = threadIdx.x / 1;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index kept = tile * 256 + member;
    const Index from = 0;
    const Index to = extent;
    double value = 0;
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      place = c0 * out_stride0;
      #pragma unroll 4
      for (Index j = from + lane; j < to; j += 1) {
        const double element = parts[kept * extent + j];
        value = (value + element);
      }
    }
    if (lane == 0 && kept < results) {
      out[place] = (float) value;
    }
  }
}

