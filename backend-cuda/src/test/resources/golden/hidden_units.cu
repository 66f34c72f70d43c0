// scratch bytes: 0
// launch: 500 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=512000], bytes=0, written=false]
//   Int32[value=500]
//   Pointer[storage=Plain[type=FLOAT32, length=500], bytes=0, written=false]
//   Int32[value=0]
//   Pointer[storage=Plain[type=INT32, length=2], bytes=0, written=false]
//   Pointer[storage=Plain[type=INT32, length=2], bytes=4, written=false]
//   Int32[value=1]
//   Int64[value=0]
//   Pointer[storage=Plain[type=FLOAT32, length=512000], bytes=0, written=true]
//   Int32[value=500]
//   Pointer[storage=Plain[type=UINT8, length=512000], bytes=0, written=true]
//   Int32[value=500]
//   Int32[value=128000]
//   Int32[value=500]
//   Int32[value=125]
//   Int32[value=-2095944040]
//   Int32[value=38]

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

// Threefry-2x32, 20 rounds (Salmon et al. 2011): encrypts the counter (x0, x1) in place.
__device__ inline void latent4j_threefry(
    unsigned int key0, unsigned int key1, unsigned int& x0, unsigned int& x1) {
  const int rotations[8] = {13, 15, 26, 6, 17, 29, 16, 24};
  const unsigned int keys[3] = {key0, key1, 0x1bd11bdau ^ key0 ^ key1};
  x0 += keys[0];
  x1 += keys[1];
  #pragma unroll
  for (int round = 0; round < 20; ++round) {
    const int rotation = rotations[round % 8];
    x0 += x1;
    x1 = ((x1 << rotation) | (x1 >> (32 - rotation))) ^ x0;
    if (round % 4 == 3) {
      const int group = round / 4 + 1;
      x0 += keys[group % 3];
      x1 += keys[(group + 1) % 3] + group;
    }
  }
}

// Elements first + linear, first + linear + 1, ... of a float32 draw, the words of whole
// blocks: WIDTH, first and linear are even, and the upper words of all counters are equal.
template <int WIDTH>
__device__ inline void latent4j_pairs(
    unsigned int key0,
    unsigned int key1,
    unsigned long long first,
    unsigned int linear,
    float (&u)[WIDTH]) {
  #pragma unroll
  for (int i = 0; i < WIDTH / 2; ++i) {
    unsigned int x0 = (unsigned int) (first >> 33);
    unsigned int x1 = (unsigned int) (first >> 1) + linear / 2 + i;
    latent4j_threefry(key0, key1, x0, x1);
    u[2 * i] = (float) (x0 >> 8) * 5.9604645E-8f;
    u[2 * i + 1] = (float) (x1 >> 8) * 5.9604645E-8f;
  }
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

// t3 = sigmoid(add(x0, x1)); t3; lt(uniform0, t3)
extern "C" __global__ void elementwise_2043f871d5fdc0e5(
    const float* in0,
    Index in0_stride0,
    const float* in1,
    Index in1_stride0,
    const int* key0_high,
    const int* key0_low,
    unsigned int key0_fold0,
    long long first0,
    float* out0,
    Index out0_stride0,
    unsigned char* out1,
    Index out1_stride0,
    Index items,
    Index inner,
    Index chunks,
    unsigned int chunks_multiplier,
    unsigned int chunks_shift) {
  latent4j_follow();
  __shared__ unsigned int keys[2];
  if (threadIdx.x == 0) {
    unsigned int key0_0 = (unsigned int) *key0_high;
    unsigned int key0_1 = (unsigned int) *key0_low;
    {
      unsigned int high = 0x80000000u;
      unsigned int low = key0_fold0;
      latent4j_threefry(key0_0, key0_1, high, low);
      key0_0 = high;
      key0_1 = low;
    }
    keys[0] = key0_0;
    keys[1] = key0_1;
  }
  __syncthreads();
  const unsigned int key0_0 = keys[0];
  const unsigned int key0_1 = keys[1];
  const Index step = (Index) gridDim.x * blockDim.x;
  for (Index item = (Index) blockIdx.x * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index row = latent4j_quotient(item, chunks_multiplier, chunks_shift);
    const Index column = (item - row * chunks) * 4;
    const Index linear = row * inner + column;
    const Index c0 = row;
    float x0[4];
    auto* const in0_chunk = in0 + (c0 * in0_stride0 + column);
    const float4 v0_0 = reinterpret_cast<const float4*>(in0_chunk)[0];
    x0[0] = v0_0.x;
    x0[1] = v0_0.y;
    x0[2] = v0_0.z;
    x0[3] = v0_0.w;
    float x1[4];
    auto* const in1_chunk = in1 + (c0 * in1_stride0 + column);
    const float4 v1_0 = reinterpret_cast<const float4*>(in1_chunk)[0];
    x1[0] = v1_0.x;
    x1[1] = v1_0.y;
    x1[2] = v1_0.z;
    x1[3] = v1_0.w;
    float u4[4];
    latent4j_pairs(key0_0, key0_1, (unsigned long long) first0, linear, u4);
    float y0[4];
    unsigned char y1[4];
    #pragma unroll
    for (int k = 0; k < 4; ++k) {
      const float t0 = (float) x0[k];
      const float t1 = (float) x1[k];
      const float t2 = (t0 + t1);
      const float t3 = latent4j_sigmoid(t2);
      const float t4 = u4[k];
      const float t5 = (t4 < t3 ? 1 : 0);
      y0[k] = (float) t3;
      y1[k] = latent4j_byte(t5);
    }
    auto* const out0_chunk = out0 + (c0 * out0_stride0 + column);
    reinterpret_cast<float4*>(out0_chunk)[0] = make_float4(y0[0], y0[1], y0[2], y0[3]);
    auto* const out1_chunk = out1 + (c0 * out1_stride0 + column);
    reinterpret_cast<uchar4*>(out1_chunk)[0] = make_uchar4(y1[0], y1[1], y1[2], y1[3]);
  }
}

