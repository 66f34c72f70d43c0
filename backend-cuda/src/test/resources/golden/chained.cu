// scratch bytes: 0
// launch: 1 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=1280], bytes=0, written=false]
//   Int32[value=10]
//   Int32[value=1]
//   Pointer[storage=Plain[type=FLOAT32, length=128], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=2]
//   Int32[value=128]
//   Int32[value=10]
//   Pointer[storage=Plain[type=FLOAT32, length=1280], bytes=0, written=false]
//   Int32[value=10]
//   Int32[value=1]
//   Pointer[storage=Plain[type=FLOAT32, length=128], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=0]
//   Pointer[storage=Plain[type=FLOAT32, length=1280], bytes=0, written=true]
//   Int32[value=10]
//   Int32[value=1]
//   Int32[value=1280]
//   Int32[value=10]
//   Int32[value=10]
//   Int32[value=-858993459]
//   Int32[value=35]

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

namespace part0 {
typedef unsigned int Index;

// max of x0
static __device__ inline void run(
    unsigned int part_block,
    unsigned int part_blocks,
    const float* in0,
    Index in0_stride0,
    Index in0_step,
    float* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  __shared__ float values[256];
  const int lane = threadIdx.x % 4;
  const int member = threadIdx.x / 4;
  for (Index tile = part_block; tile < tiles; tile += part_blocks) {
    const Index kept = tile * 64 + member;
    const Index from = 0;
    const Index to = extent;
    float value = -__int_as_float(0x7f800000);
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      place = c0 * out_stride0;
      for (Index next = from + lane; next < to; next += 16) {
        float x0[4];
        #pragma unroll
        for (int k = 0; k < 4; ++k) {
          const Index j = next + k * 4;
          x0[k] = j < to ? in0[in0_base + j * in0_step] : (float) 0;
        }
        #pragma unroll
        for (int k = 0; k < 4; ++k) {
          const Index j = next + k * 4;
          const float t0 = (float) x0[k];
          if (j < to) {
            value = (value != value || t0 != t0 ? value + t0 : fmaxf(value, t0));
          }
        }
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 2; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half;
        const float other = values[partner];
        value = (value != value || other != other ? value + other : fmaxf(value, other));
        values[threadIdx.x] = value;
      }
      __syncthreads();
    }
    if (lane == 0 && kept < results) {
      out[place] = (float) value;
    }
  }
}
}  // namespace part0

namespace part1 {
typedef unsigned int Index;

// sub(x0, x1)
static __device__ inline void run(
    unsigned int part_block,
    unsigned int part_blocks,
    const float* in0,
    Index in0_stride0,
    Index in0_stride1,
    const float* in1,
    Index in1_stride0,
    Index in1_stride1,
    float* out0,
    Index out0_stride0,
    Index out0_stride1,
    Index items,
    Index inner,
    Index chunks,
    unsigned int chunks_multiplier,
    unsigned int chunks_shift) {
  const Index step = (Index) part_blocks * blockDim.x;
  for (Index item = (Index) part_block * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index row = latent4j_quotient(item, chunks_multiplier, chunks_shift);
    const Index column = (item - row * chunks);
    const Index c0 = row;
    float x0[1];
    auto* const in0_chunk = in0 + (c0 * in0_stride0 + column * in0_stride1);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      x0[k] = in0_chunk[k * in0_stride1];
    }
    float x1[1];
    auto* const in1_chunk = in1 + (c0 * in1_stride0 + column * in1_stride1);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      x1[k] = in1_chunk[k * in1_stride1];
    }
    float y0[1];
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      const float t0 = (float) x0[k];
      const float t1 = (float) x1[k];
      const float t2 = (t0 - t1);
      y0[k] = (float) t2;
    }
    auto* const out0_chunk = out0 + (c0 * out0_stride0 + column * out0_stride1);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      out0_chunk[k * out0_stride1] = y0[k];
    }
  }
}
}  // namespace part1

extern "C" __global__ void __launch_bounds__(256, 1) chained_0dd4620851da8278(
    const float* part0_in0,
    part0::Index part0_in0_stride0,
    part0::Index part0_in0_step,
    float* part0_out,
    part0::Index part0_out_stride0,
    part0::Index part0_tiles,
    part0::Index part0_results,
    part0::Index part0_extent,
    const float* part1_in0,
    part1::Index part1_in0_stride0,
    part1::Index part1_in0_stride1,
    const float* part1_in1,
    part1::Index part1_in1_stride0,
    part1::Index part1_in1_stride1,
    float* part1_out0,
    part1::Index part1_out0_stride0,
    part1::Index part1_out0_stride1,
    part1::Index part1_items,
    part1::Index part1_inner,
    part1::Index part1_chunks,
    unsigned int part1_chunks_multiplier,
    unsigned int part1_chunks_shift) {
  latent4j_follow();
  part0::run(0, 1, part0_in0, part0_in0_stride0, part0_in0_step, part0_out, part0_out_stride0, part0_tiles, part0_results, part0_extent);
  __syncthreads();
  part1::run(0, 1, part1_in0, part1_in0_stride0, part1_in0_stride1, part1_in1, part1_in1_stride0, part1_in1_stride1, part1_out0, part1_out0_stride0, part1_out0_stride1, part1_items, part1_inner, part1_chunks, part1_chunks_multiplier, part1_chunks_shift);
}

