// scratch bytes: 262144
// launch: 1024 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=16777216], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=4096]
//   Pointer[storage=Plain[type=FLOAT32, length=4096], bytes=0, written=false]
//   Int32[value=1]
//   Pointer[storage=Plain[type=FLOAT32, length=16777216], bytes=0, written=false]
//   Int32[value=1]
//   Int32[value=4096]
//   Pointer[storage=Plain[type=UINT8, length=33554432], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=4096]
//   Scratch[bytes=0]
//   Int32[value=8]
//   Int32[value=-2147483648]
//   Int32[value=34]
//   Int32[value=512]
//   Int32[value=1024]
//   Int32[value=4096]
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

// The upper half of the bits, rounded to nearest, ties to even; NaN stays NaN.
__device__ inline unsigned short latent4j_bfloat16(float x) {
  const unsigned int bits = __float_as_uint(x);
  const unsigned int rounded = bits + 0x7fffu + ((bits >> 16) & 1u);
  return (unsigned short) (x != x ? 0x7fc0u : rounded >> 16);
}

// 1 / (1 + exp(-x)). The divisor lies between 1 and 2, so that one step of Newton's method
// does what a division does, without the branch for quotients out of range.
__device__ inline float latent4j_sigmoid(float x) {
  const float e = expf(-fabsf(x));
  const float divisor = 1 + e;
#ifdef __CUDA_ARCH__
  float rough;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(rough) : "f"(divisor));
  const float inverse = fmaf(rough, fmaf(-divisor, rough, 1.0f), rough);
#else
  const float inverse = 1 / divisor;
#endif
  return (x < 0 ? e : 1.0f) * inverse;
}

typedef unsigned int Index;

// sum of t3 = sigmoid(add(x0, x1)); sub(x2, t3); t3
extern "C" __global__ void __launch_bounds__(256, 1) reduce_5a9f024f33534191(
    const float* in0,
    Index in0_stride0,
    Index in0_step,
    const float* in1,
    Index in1_stride0,
    const float* in2,
    Index in2_stride0,
    Index in2_step,
    unsigned short* to0,
    Index to0_stride0,
    Index to0_step,
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
  const int lane = threadIdx.x / 32;
  const int member = threadIdx.x % 32;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index group = latent4j_quotient(tile, segments_multiplier, segments_shift);
    const Index segment = tile - group * segments;
    const Index kept = group * 32 + member;
    const Index from = segment * length;
    const Index to = extent - from < length ? extent : from + length;
    double value = 0;
    if (kept < results) {
      const Index c0 = kept;
      const Index in0_base = c0 * in0_stride0;
      const Index in1_base = c0 * in1_stride0;
      const float x1 = (float) in1[in1_base];
      const Index in2_base = c0 * in2_stride0;
      const Index to0_base = c0 * to0_stride0;
      for (Index start = from + lane; start < to; start += 256) {
        const Index end = to - start < 256 ? to : start + 256;
        float block = 0;
        for (Index next = start; next < end; next += 32) {
          float x0[4];
          float x2[4];
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 8;
            x0[k] = j < end ? in0[in0_base + j * in0_step] : (float) 0;
            x2[k] = j < end ? in2[in2_base + j * in2_step] : (float) 0;
          }
          #pragma unroll
          for (int k = 0; k < 4; ++k) {
            const Index j = next + k * 8;
            const float t0 = (float) x0[k];
            const float t1 = x1;
            const float t2 = (t0 + t1);
            const float t3 = latent4j_sigmoid(t2);
            const float t4 = (float) x2[k];
            const float t5 = (t4 - t3);
            block = j < end ? block + t5 : block;
            const unsigned short y0 = latent4j_bfloat16((float) t3);
            if (j < end) to0[to0_base + j * to0_step] = y0;
          }
        }
        value += block;
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 4; half > 0; half /= 2) {
      if (lane < half) {
        const int partner = threadIdx.x + half * 32;
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

// launch: 32 blocks of 256 threads
//   Scratch[bytes=0]
//   Pointer[storage=Plain[type=FLOAT32, length=4096], bytes=0, written=true]
//   Int32[value=1]
//   Int32[value=32]
//   Int32[value=4096]
//   Int32[value=8]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

typedef unsigned int Index;

// sum of results of segments
extern "C" __global__ void __launch_bounds__(256, 1) reduce_e996c6b80b603cae(
    const double* parts,
    float* out,
    Index out_stride0,
    Index tiles,
    Index results,
    Index extent) {
  latent4j_follow();
  __shared__ double values[256];
  const int lane = threadIdx.x % 2;
  const int member = threadIdx.x / 2;
  for (Index tile = blockIdx.x; tile < tiles; tile += gridDim.x) {
    const Index kept = tile * 128 + member;
    const Index from = 0;
    const Index to = extent;
    double value = 0;
    Index place = 0;
    if (kept < results) {
      const Index c0 = kept;
      place = c0 * out_stride0;
      #pragma unroll 4
      for (Index j = from + lane; j < to; j += 2) {
        const double element = parts[kept * extent + j];
        value = (value + element);
      }
    }
    values[threadIdx.x] = value;
    __syncthreads();
    #pragma unroll
    for (int half = 1; half > 0; half /= 2) {
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

