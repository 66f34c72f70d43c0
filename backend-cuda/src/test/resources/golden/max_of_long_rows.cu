// scratch bytes: 1536
// launch: 183 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT64, length=3000000], bytes=0, written=false]
//   Int32[value=1000000]
//   Int32[value=1]
//   Scratch[bytes=0]
//   Int32[value=61]
//   Int32[value=-2041869698]
//   Int32[value=37]
//   Int32[value=16640]
//   Int32[value=183]
//   Int32[value=3]
//   Int32[value=1000000]

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

// max of x0
extern "C" __global__ void __launch_bounds__(256, 1) reduce_4f8c41c0e4bef89b(
    const double* in0,
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
  const int lane = threadIdx.x % 256;
  const int member = threadIdx.x / 256;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index group = latent4j_quotient(tile, segments_multiplier, segments_shift);
    const Index segment = tile - group * segments;
    const Index kept = group * 1 + member;
    const Index from = segment * length;
    const Index to = extent - from < length ? extent : from + length;
    double value = -__longlong_as_double(0x7ff0000000000000LL);
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      for (Index next = from + lane; next < to; next += 4096) {
        double x0[16];
        #pragma unroll
        for (int k = 0; k < 16; ++k) {
          const Index j = next + k * 256;
          x0[k] = j < to ? in0[in0_base + j * in0_step] : (double) 0;
        }
        #pragma unroll
        for (int k = 0; k < 16; ++k) {
          const Index j = next + k * 256;
          const double t0 = (double) x0[k];
          if (j < to) {
            value = (value != value || t0 != t0 ? value + t0 : fmax(value, t0));
          }
        }
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 128; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half;
        const double other = values[partner];
        value = (value != value || other != other ? value + other : fmax(value, other));
        values[threadIdx.x] = value;
      }
      __syncthreads();
    }
    if (lane == 0 && kept < results) {
      parts[kept * segments + segment] = value;
    }
  }
}

// launch: 1 blocks of 256 threads
//   Scratch[bytes=0]
//   Pointer[storage=Plain[type=FLOAT64, length=3], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=1]
//   Int32[value=3]
//   Int32[value=61]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

typedef unsigned int Index;

// max of results of segments
extern "C" __global__ void __launch_bounds__(256, 1) reduce_0cc86b7c84210b9f(
    const double* parts,
    double* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ double values[256];
  const int lane = threadIdx.x % 16;
  const int member = threadIdx.x / 16;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index kept = tile * 16 + member;
    const Index from = 0;
    const Index to = extent;
    double value = -__longlong_as_double(0x7ff0000000000000LL);
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      place = c0 * out_stride0;
      #pragma unroll 4
      for (Index j = from + lane; j < to; j += 16) {
        const double element = parts[kept * extent + j];
        value = (value != value || element != element ? value + element : fmax(value, element));
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 8; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half;
        const double other = values[partner];
        value = (value != value || other != other ? value + other : fmax(value, other));
        values[threadIdx.x] = value;
      }
      __syncthreads();
    }
    if (lane == 0 && kept < results) {
      out[place] = (double) value;
    }
  }
}

