// scratch bytes: 0
// launch: 4 blocks of 256 threads
//   Pointer[storage=Plain[type=FLOAT32, length=6300], bytes=0, written=false]
//   Int64[value=0]
//   Int64[value=1]
//   Int64[value=70]
//   Pointer[storage=Plain[type=FLOAT32, length=7200], bytes=0, written=false]
//   Int64[value=0]
//   Int64[value=80]
//   Int64[value=1]
//   Pointer[storage=Plain[type=FLOAT32, length=5600], bytes=0, written=true]
//   Int64[value=0]
//   Int64[value=80]
//   Int64[value=1]
//   Float64[value=2.0]
//   Int64[value=70]
//   Int64[value=80]
//   Int64[value=90]
//   Int64[value=2]
//   Int64[value=2]
//   Int64[value=1]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

typedef unsigned long long Index;

// alpha A B + beta out
extern "C" __global__ void matmul_bd86f4e2ec199d33(
    const float* a,
    long long a_matrix,
    long long a_row,
    long long a_column,
    const float* b,
    long long b_matrix,
    long long b_row,
    long long b_column,
    float* out,
    long long out_matrix,
    long long out_row,
    long long out_column,
    double alpha,
    long long rows,
    long long columns,
    long long terms,
    long long row_tiles,
    long long column_tiles,
    long long batch) {
  latent4j_follow();
  __shared__ float left[16][65];
  __shared__ float right[16][65];
  const int x = threadIdx.x % 16;
  const int y = threadIdx.x / 16;
  for (long long tile = blockIdx.x; tile < batch * row_tiles * column_tiles; tile += gridDim.x) {
    const long long matrix = tile / (row_tiles * column_tiles);
    const long long row0 = tile / column_tiles % row_tiles * 64;
    const long long column0 = tile % column_tiles * 64;
    float sums[4][4] = {};
    for (long long term0 = 0; term0 < terms; term0 += 16) {
      for (int at = threadIdx.x; at < 1024; at += 256) {
        {
          const int term = at / 64;
          const int row = at % 64;
          const bool inside = term0 + term < terms && row0 + row < rows;
          left[term][row] = inside ? a[matrix * a_matrix + (row0 + row) * a_row + (term0 + term) * a_column] : (float) 0;
        }
        {
          const int term = at / 64;
          const int column = at % 64;
          const bool inside = term0 + term < terms && column0 + column < columns;
          right[term][column] = inside ? b[matrix * b_matrix + (term0 + term) * b_row + (column0 + column) * b_column] : (float) 0;
        }
      }
      __syncthreads();
      float piece[4][4] = {};
      #pragma unroll
      for (int term = 0; term < 16; ++term) {
        #pragma unroll
        for (int i = 0; i < 4; ++i) {
          #pragma unroll
          for (int j = 0; j < 4; ++j) {
            piece[i][j] = fmaf(left[term][y + i * 16], right[term][x + j * 16], piece[i][j]);
          }
        }
      }
      #pragma unroll
      for (int i = 0; i < 4; ++i) {
        #pragma unroll
        for (int j = 0; j < 4; ++j) {
          sums[i][j] += piece[i][j];
        }
      }
      __syncthreads();
    }
    const float scale = (float) (alpha);
    #pragma unroll
    for (int i = 0; i < 4; ++i) {
      #pragma unroll
      for (int j = 0; j < 4; ++j) {
        const long long row = row0 + y + i * 16;
        const long long column = column0 + x + j * 16;
        if (row < rows && column < columns) {
          float* const to = out + (matrix * out_matrix + row * out_row + column * out_column);
          *to = scale * sums[i][j];
        }
      }
    }
  }
}

