// scratch bytes: 0
// launch: 392 blocks of 256 threads
//   Pointer[storage=Plain[type=UINT8, length=47040000], bytes=0, written=false]
//   Pointer[storage=Plain[type=INT32, length=512], bytes=0, written=false]
//   Int64[value=1]
//   Int64[value=784]
//   Int32[value=60000]
//   Pointer[storage=Plain[type=UINT8, length=401408], bytes=0, written=true]
//   Int32[value=784]
//   Int32[value=100352]
//   Int32[value=784]
//   Int32[value=196]
//   Int32[value=-1490090694]
//   Int32[value=39]
//   Fault[]

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

// Whether a row index lies in range; if not, the fault record keeps it.
__device__ inline bool latent4j_row(int index, int limit, int* fault) {
  if (index >= 0 && index < limit) return true;
  fault[1] = index;
  fault[2] = limit;
  fault[0] = 1;
  return false;
}

typedef unsigned int Index;

// x0
extern "C" __global__ void elementwise_0457d9579bda1b45(
    const unsigned char* in0,
    const int* in0_rows,
    long long in0_rows_stride,
    long long in0_row_stride,
    int in0_limit,
    unsigned char* out0,
    Index out0_stride0,
    Index items,
    Index inner,
    Index chunks,
    unsigned int chunks_multiplier,
    unsigned int chunks_shift,
    int* fault) {
  latent4j_follow();
  const Index step = (Index) gridDim.x * blockDim.x;
  for (Index item = (Index) blockIdx.x * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index row = latent4j_quotient(item, chunks_multiplier, chunks_shift);
    const Index column = (item - row * chunks) * 4;
    const Index c0 = row;
    const int row0 = in0_rows[c0 * in0_rows_stride];
    const bool found0 = latent4j_row(row0, in0_limit, fault);
    unsigned char x0[4];
    auto* const in0_chunk = in0 + ((found0 ? row0 * in0_row_stride : 0) + column);
    if (found0) {
      const uchar4 v0_0 = reinterpret_cast<const uchar4*>(in0_chunk)[0];
      x0[0] = v0_0.x;
      x0[1] = v0_0.y;
      x0[2] = v0_0.z;
      x0[3] = v0_0.w;
    } else {
      #pragma unroll
      for (int k = 0; k < 4; ++k) {
        x0[k] = found0 ? in0_chunk[k] : (unsigned char) 0;
      }
    }
    unsigned char y0[4];
    #pragma unroll
    for (int k = 0; k < 4; ++k) {
      const float t0 = (float) x0[k];
      y0[k] = latent4j_byte(t0);
    }
    auto* const out0_chunk = out0 + (c0 * out0_stride0 + column);
    reinterpret_cast<uchar4*>(out0_chunk)[0] = make_uchar4(y0[0], y0[1], y0[2], y0[3]);
  }
}

