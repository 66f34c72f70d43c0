// scratch bytes: 0
// launch: 62 blocks of 64 threads
//   Pointer[storage=Plain[type=FLOAT32, length=3920], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=28]
//   Int32[value=140]
//   Pointer[storage=Plain[type=UINT8, length=3920], bytes=0, written=true]
//   Int32[value=140]
//   Int32[value=28]
//   Int32[value=1]
//   Int32[value=3920]
//   Int32[value=28]
//   Int32[value=28]
//   Int32[value=-1840700269]
//   Int32[value=36]
//   Int32[value=5]
//   Int32[value=-858993459]
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

typedef unsigned int Index;

// x0
extern "C" __global__ void elementwise_e37fba68f589e357(
    const float* in0,
    Index in0_stride0,
    Index in0_stride1,
    Index in0_stride2,
    unsigned char* out0,
    Index out0_stride0,
    Index out0_stride1,
    Index out0_stride2,
    Index items,
    Index inner,
    Index chunks,
    unsigned int chunks_multiplier,
    unsigned int chunks_shift,
    Index extent1,
    unsigned int extent1_multiplier,
    unsigned int extent1_shift) {
  latent4j_follow();
  const Index step = (Index) gridDim.x * blockDim.x;
  for (Index item = (Index) blockIdx.x * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index row = latent4j_quotient(item, chunks_multiplier, chunks_shift);
    const Index column = (item - row * chunks);
    const Index rest1 = latent4j_quotient(row, extent1_multiplier, extent1_shift);
    const Index c1 = row - rest1 * extent1;
    const Index c0 = rest1;
    float x0[1];
    auto* const in0_chunk = in0 + (c0 * in0_stride0 + c1 * in0_stride1 + column * in0_stride2);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      x0[k] = in0_chunk[k * in0_stride2];
    }
    unsigned char y0[1];
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      const float t0 = (float) x0[k];
      y0[k] = latent4j_byte(t0);
    }
    auto* const out0_chunk = out0 + (c0 * out0_stride0 + c1 * out0_stride1 + column * out0_stride2);
    #pragma unroll
    for (int k = 0; k < 1; ++k) {
      out0_chunk[k * out0_stride2] = y0[k];
    }
  }
}

