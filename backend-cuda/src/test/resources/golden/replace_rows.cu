// scratch bytes: 0
// launch: 128 blocks of 256 threads
//   Pointer[storage=Plain[type=UINT8, length=8064], bytes=0, written=false]
//   Int64[value=63]
//   Pointer[storage=Plain[type=INT32, length=128], bytes=0, written=false]
//   Int64[value=1]
//   Pointer[storage=Plain[type=UINT8, length=63000], bytes=0, written=true]
//   Int64[value=63]
//   Int64[value=1]
//   Int64[value=1]
//   Int64[value=128]
//   Int64[value=63]
//   Int64[value=1]
//   Int32[value=1000]
//   Fault[]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// Whether a row index lies in range; if not, the fault record keeps it.
__device__ inline bool latent4j_row(int index, int limit, int* fault) {
  if (index >= 0 && index < limit) return true;
  fault[1] = index;
  fault[2] = limit;
  fault[0] = 1;
  return false;
}

typedef unsigned long long Index;

// out[indices[r]] = source[r]
extern "C" __global__ void replace_rows_a515200a24a6a680(
    const unsigned char* source,
    long long source_row,
    const int* indices,
    long long indices_stride,
    unsigned char* out,
    long long out_row,
    Index source_stride0,
    Index out_stride0,
    Index rows,
    Index columns,
    Index column_tiles,
    int limit,
    int* fault) {
  latent4j_follow();
  for (Index tile = blockIdx.x; tile < rows * column_tiles; tile += gridDim.x) {
    const Index row = tile / column_tiles;
    const Index column = (tile - row * column_tiles) * 256 + threadIdx.x;
    const int target = indices[row * indices_stride];
    bool later = false;
    for (Index first = row + 1; first < rows && !later; first += 256) {
      const Index other = first + threadIdx.x;
      later = __syncthreads_or(other < rows && indices[other * indices_stride] == target);
    }
    if (later || !latent4j_row(target, limit, fault)) continue;
    const Index from = column * source_stride0;
    const Index to = target * out_row + column * out_stride0;
    if (column < columns) out[to] = source[row * source_row + from];
  }
}

