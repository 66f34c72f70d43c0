// scratch bytes: 0
// launch: 64 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=64000], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=500]
//   Pointer[storage=Plain[type=FLOAT32, length=500], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=63]
//   Int32[value=500]
//   Int32[value=128]
//   Int32[value=63]
//   Pointer[storage=Plain[type=INT32, length=1], bytes=0, written=false]
//   Pointer[storage=Plain[type=INT32, length=1], bytes=0, written=true]
//   Int32[value=0]
//   Int32[value=1]
//   Int32[value=1]
//   Int32[value=64]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// Drops the fraction and saturates; NaN is 0.
__device__ inline int latent4j_int(float x) {
  return x != x ? 0 : __float2int_rz(x);
}

__device__ inline int latent4j_int(double x) {
  return x != x ? 0 : __double2int_rz(x);
}

// The same, clamped to 0 ... 255.
template <typename T>
__device__ inline unsigned char latent4j_byte(T x) {
  const int n = latent4j_int(x);
  return (unsigned char) (n < 0 ? 0 : n > 255 ? 255 : n);
}

namespace part0 {
typedef unsigned int Index;

// sum of x0
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
  __shared__ double values[256];
  const int lane = threadIdx.x / 8;
  const int member = threadIdx.x % 8;
  for (Index tile = part_block; tile < tiles; tile += part_blocks) {
    const Index kept = tile * 8 + member;
    const Index from = 0;
    const Index to = extent;
    double value = 0;
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      place = c0 * out_stride0;
      for (Index start = from + lane; start < to; start += 1024) {
        const Index end = to - start < 1024 ? to : start + 1024;
        float block = 0;
        for (Index next = start; next < end; next += 128) {
          float x0[4];
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 32;
            x0[k] = j < end ? in0[in0_base + j * in0_step] : (float) 0;
          }
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
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
      out[place] = (float) value;
    }
  }
}
}  // namespace part0

namespace part1 {
typedef unsigned int Index;

// add(x0, 1.0)
static __device__ inline void run(
    unsigned int part_block,
    unsigned int part_blocks,
    const int* in0,
    int* out0,
    Index out0_stride0,
    Index items,
    Index inner) {
  const double x0 = (double) *in0;
  const Index step = (Index) part_blocks * blockDim.x;
  for (Index item = (Index) part_block * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index column = item;
    int y0[1];
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      const double t0 = x0;
      const double t1 = 1.0;
      const double t2 = (t0 + t1);
      y0[k] = latent4j_int(t2);
    }
    auto* const out0_chunk = out0 + (column * out0_stride0);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      out0_chunk[k * out0_stride0] = y0[k];
    }
  }
}
}  // namespace part1

extern "C" __global__ void __launch_bounds__(256, 1) joined_a21e2377e741fe38(
    const float* part0_in0,
    part0::Index part0_in0_stride0,
    part0::Index part0_in0_step,
    float* part0_out,
    part0::Index part0_out_stride0,
    part0::Index part0_tiles,
    part0::Index part0_results,
    part0::Index part0_extent,
    unsigned int part0_end,
    const int* part1_in0,
    int* part1_out0,
    part1::Index part1_out0_stride0,
    part1::Index part1_items,
    part1::Index part1_inner,
    unsigned int part1_end) {
  latent4j_follow();
  if (blockIdx.x < part0_end) {
    part0::run(blockIdx.x - 0, part0_end - 0, part0_in0, part0_in0_stride0, part0_in0_step, part0_out, part0_out_stride0, part0_tiles, part0_results, part0_extent);
  }
  else if (blockIdx.x < part1_end) {
    part1::run(blockIdx.x - part0_end, part1_end - part0_end, part1_in0, part1_out0, part1_out0_stride0, part1_items, part1_inner);
  }
}

