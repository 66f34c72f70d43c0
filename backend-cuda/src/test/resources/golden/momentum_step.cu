// scratch bytes: 0
// launch: 385 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=393285], bytes=0, written=false]
//   Pointer[storage=Plain[type=FLOAT32, length=393285], bytes=0, written=false]
//   Pointer[storage=Plain[type=FLOAT32, length=393285], bytes=0, written=false]
//   Pointer[storage=Plain[type=FLOAT32, length=1], bytes=0, written=false]
//   Float32[value=0.9]
//   Pointer[storage=Plain[type=FLOAT32, length=393285], bytes=0, written=true]
//   Pointer[storage=Plain[type=FLOAT32, length=393285], bytes=0, written=true]
//   Int32[value=98322]
//   Int32[value=393285]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

typedef unsigned int Index;

// t4 = add(mul(x0, x4), x1); t4; add(x2, mul(x3, t4))
extern "C" __global__ void elementwise_773e9da44e41807e(
    const float* in0,
    const float* in1,
    const float* in2,
    const float* in3,
    float number0,
    float* out0,
    float* out1,
    Index items,
    Index inner) {
  latent4j_follow();
  const float x3 = (float) *in3;
  const Index step = (Index) gridDim.x * blockDim.x;
  for (Index item = (Index) blockIdx.x * blockDim.x + threadIdx.x; item < items; item += step) {
    const Index column = item * 4;
    const int count = inner - column < 4 ? (int) (inner - column) : 4;
    float x0[4];
    auto* const in0_chunk = in0 + (column);
    if (count == 4) {
      const float4 v0_0 = reinterpret_cast<const float4*>(in0_chunk)[0];
      x0[0] = v0_0.x;
      x0[1] = v0_0.y;
      x0[2] = v0_0.z;
      x0[3] = v0_0.w;
    } else {
      #pragma unroll
      for (int k = 0; k < 4; ++k) {
        x0[k] = k < count ? in0_chunk[k] : (float) 0;
      }
    }
    float x1[4];
    auto* const in1_chunk = in1 + (column);
    if (count == 4) {
      const float4 v1_0 = reinterpret_cast<const float4*>(in1_chunk)[0];
      x1[0] = v1_0.x;
      x1[1] = v1_0.y;
      x1[2] = v1_0.z;
      x1[3] = v1_0.w;
    } else {
      #pragma unroll
      for (int k = 0; k < 4; ++k) {
        x1[k] = k < count ? in1_chunk[k] : (float) 0;
      }
    }
    float x2[4];
    auto* const in2_chunk = in2 + (column);
    if (count == 4) {
      const float4 v2_0 = reinterpret_cast<const float4*>(in2_chunk)[0];
      x2[0] = v2_0.x;
      x2[1] = v2_0.y;
      x2[2] = v2_0.z;
      x2[3] = v2_0.w;
    } else {
      #pragma unroll
      for (int k = 0; k < 4; ++k) {
        x2[k] = k < count ? in2_chunk[k] : (float) 0;
      }
    }
    float y0[4];
    float y1[4];
    #pragma unroll
    for (int k = 0; k < 4; ++k) {
      const float t0 = (float) x0[k];
      const float t1 = number0;
      const float t2 = (t0 * t1);
      const float t3 = (float) x1[k];
      const float t4 = (t2 + t3);
      const float t5 = (float) x2[k];
      const float t6 = x3;
      const float t7 = (t6 * t4);
      const float t8 = (t5 + t7);
      y0[k] = (float) t4;
      y1[k] = (float) t8;
    }
    auto* const out0_chunk = out0 + (column);
    if (count == 4) {
      reinterpret_cast<float4*>(out0_chunk)[0] = make_float4(y0[0], y0[1], y0[2], y0[3]);
    } else {
      #pragma unroll
      for (int k = 0; k < 4; ++k) {
        if (k < count) out0_chunk[k] = y0[k];
      }
    }
    auto* const out1_chunk = out1 + (column);
    if (count == 4) {
      reinterpret_cast<float4*>(out1_chunk)[0] = make_float4(y1[0], y1[1], y1[2], y1[3]);
    } else {
      #pragma unroll
      for (int k = 0; k < 4; ++k) {
        if (k < count) out1_chunk[k] = y1[k];
      }
    }
  }
}

