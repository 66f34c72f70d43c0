// scratch bytes: 1500
// launch: 183 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=3000000], bytes=0, written=false]
//   Int32[value=1000000]
//   Int32[value=1]
//   Scratch[bytes=0]
//   Scratch[bytes=768]
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

// argmax of x0
extern "C" __global__ void __launch_bounds__(256, 1) reduce_4cd7d496ac8ab7c6(
    const float* in0,
    Index in0_stride0,
    Index in0_step,
    float* parts,
    int* part_indices,
    Index segments,
    unsigned int segments_multiplier,
    unsigned int segments_shift,
    Index length,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ float values[256];
  __shared__ int indices[256];
  const int lane = threadIdx.x % 256;
  const int member = threadIdx.x / 256;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index group = latent4j_quotient(tile, segments_multiplier, segments_shift);
    const Index segment = tile - group * segments;
    const Index kept = group * 1 + member;
    const Index from = segment * length;
    const Index to = extent - from < length ? extent : from + length;
    float value = -__int_as_float(0x7f800000);
    int index = 0x7fffffff;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      for (Index next = from + lane; next < to; next += 4096) {
        float x0[16];
        #pragma unroll
        for (int k = 0; k < 16; ++k) {
          const Index j = next + k * 256;
          x0[k] = j < to ? in0[in0_base + j * in0_step] : (float) 0;
        }
        #pragma unroll
        for (int k = 0; k < 16; ++k) {
          const Index j = next + k * 256;
          const float t0 = (float) x0[k];
          if (j < to) {
            const int number = (int) j;
            if (index == 0x7fffffff || (t0 > value || (t0 != t0 && value == value) ? 1 : 0) || (!(value > t0 || (value != value && t0 == t0) ? 1 : 0) && number < index)) {
              value = t0;
              index = number;
            }
          }
        }
      }
    }
    values[threadIdx.x] = value;
    indices[threadIdx.x] = index;
    __syncthreads();
    #pragma unroll
    for (int half = 128; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half;
        const float other = values[partner];
        const int number = indices[partner];
        if (number != 0x7fffffff) {
          if (index == 0x7fffffff || (other > value || (other != other && value == value) ? 1 : 0) || (!(value > other || (value != value && other == other) ? 1 : 0) && number < index)) {
            value = other;
            index = number;
          }
        }
        indices[threadIdx.x] = index;
        values[threadIdx.x] = value;
      }
      __syncthreads();
    }
    if (lane == 0 && kept < results) {
      parts[kept * segments + segment] = value;
      part_indices[kept * segments + segment] = index;
    }
  }
}

// launch: 1 blocks of 256 threads
//   Scratch[bytes=0]
//   Scratch[bytes=768]
//   Pointer[storage=Plain[type=INT32, length=3], bytes=0, written=true]
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

// argmax of results of segments
extern "C" __global__ void __launch_bounds__(256, 1) reduce_5d3e50572e35c669(
    const float* parts,
    const int* part_indices,
    int* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ float values[256];
  __shared__ int indices[256];
  const int lane = threadIdx.x % 16;
  const int member = threadIdx.x / 16;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index kept = tile * 16 + member;
    const Index from = 0;
    const Index to = extent;
    float value = -__int_as_float(0x7f800000);
    int index = 0x7fffffff;
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      place = c0 * out_stride0;
      #pragma unroll 4
      for (Index j = from + lane; j < to; j += 16) {
        const float element = parts[kept * extent + j];
        const int number = part_indices[kept * extent + j];
        if (index == 0x7fffffff || (element > value || (element != element && value == value) ? 1 : 0) || (!(value > element || (value != value && element == element) ? 1 : 0) && number < index)) {
          value = element;
          index = number;
        }
      }
    }
    values[threadIdx.x] = value;
    indices[threadIdx.x] = index;
    __syncthreads();
    #pragma unroll
    for (int half = 8; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half;
        const float other = values[partner];
        const int number = indices[partner];
        if (number != 0x7fffffff) {
          if (index == 0x7fffffff || (other > value || (other != other && value == value) ? 1 : 0) || (!(value > other || (value != value && other == other) ? 1 : 0) && number < index)) {
            value = other;
            index = number;
          }
        }
        indices[threadIdx.x] = index;
        values[threadIdx.x] = value;
      }
      __syncthreads();
    }
    if (lane == 0 && kept < results) {
      out[place] = index;
    }
  }
}

