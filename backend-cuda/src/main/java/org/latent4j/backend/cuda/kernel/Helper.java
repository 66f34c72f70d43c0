package org.latent4j.backend.cuda.kernel;

import java.util.Set;
import org.latent4j.op.CudaHelpers;

/** Device functions that kernels call; those that need others stand behind them. */
enum Helper {
  /** Every kernel begins with it: see {@code Driver.launch}. */
  FOLLOW(
      """
      // Waits until the launch before has ended, where this one may begin earlier.
      __device__ inline void latent4j_follow() {
      #if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
        asm volatile("griddepcontrol.wait;" ::: "memory");
      #endif
      }
      """),

  QUOTIENT(
      """
      // n / d for n below 2^31, with multiplier and shift made for d on the host.
      __device__ inline unsigned int latent4j_quotient(
          unsigned int n, unsigned int multiplier, unsigned int shift) {
        return (unsigned int) (((unsigned long long) n * multiplier) >> shift);
      }
      """),

  INTEGERS(
      """
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
      """),

  BFLOAT16(
      """
      // The upper half of the bits, rounded to nearest, ties to even; NaN stays NaN.
      __device__ inline unsigned short latent4j_bfloat16(float x) {
        const unsigned int bits = __float_as_uint(x);
        const unsigned int rounded = bits + 0x7fffu + ((bits >> 16) & 1u);
        return (unsigned short) (x != x ? 0x7fc0u : rounded >> 16);
      }
      """),

  FROM_BFLOAT16(
      """
      // The number whose upper half this is.
      __device__ inline float latent4j_float(unsigned short x) {
        return __uint_as_float((unsigned int) x << 16);
      }
      """),

  INDEX(
      """
      // Whether a row index lies in range; if not, the fault record keeps it.
      __device__ inline bool latent4j_row(int index, int limit, int* fault) {
        if (index >= 0 && index < limit) return true;
        fault[1] = index;
        fault[2] = limit;
        fault[0] = 1;
        return false;
      }
      """),

  THREEFRY(
      """
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
      """),

  UNIFORM(
      """
      // Elements first, first + 1, ... of a float32 draw: element i is word i mod 2 of block i / 2.
      template <int WIDTH>
      __device__ inline void latent4j_uniform(
          unsigned int key0, unsigned int key1, unsigned long long first, float (&u)[WIDTH]) {
        const bool odd = (first & 1) != 0;
        const int whole = WIDTH > 1 ? WIDTH / 2 : 1;
        unsigned int words[2 * whole + 2];
        #pragma unroll
        for (int i = 0; i <= whole; ++i) {
          if (i < whole || (odd && WIDTH > 1)) {
            const unsigned long long block = (first >> 1) + i;
            words[2 * i] = (unsigned int) (block >> 32);
            words[2 * i + 1] = (unsigned int) block;
            latent4j_threefry(key0, key1, words[2 * i], words[2 * i + 1]);
          } else {
            words[2 * i] = 0;
            words[2 * i + 1] = 0;
          }
        }
        #pragma unroll
        for (int k = 0; k < WIDTH; ++k) {
          u[k] = (float) ((odd ? words[k + 1] : words[k]) >> 8) * 5.9604645E-8f;
        }
      }

      // Elements first, first + 1, ... of a float64 draw: element i is made of both words of block i.
      template <int WIDTH>
      __device__ inline void latent4j_uniform(
          unsigned int key0, unsigned int key1, unsigned long long first, double (&u)[WIDTH]) {
        #pragma unroll
        for (int k = 0; k < WIDTH; ++k) {
          unsigned int x0 = (unsigned int) ((first + k) >> 32);
          unsigned int x1 = (unsigned int) (first + k);
          latent4j_threefry(key0, key1, x0, x1);
          const unsigned long long bits = ((unsigned long long) x0 << 32) | x1;
          u[k] = (double) (bits >> 11) * 1.1102230246251565E-16;
        }
      }
      """),

  PAIRS(
      """
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
      """),

  SIGMOID(
      """
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
      """),

  DIGAMMA(CudaHelpers.source());

  private final String source;

  Helper(String source) {
    this.source = source;
  }

  /** The first statement of every kernel. */
  static final String BEGIN = "  latent4j_follow();\n";

  /** The functions in the order in which they may call each other, and what every kernel needs. */
  static String source(Set<Helper> used) {
    StringBuilder text = new StringBuilder();
    for (Helper helper : values()) {
      boolean needed =
          helper == FOLLOW
              || used.contains(helper)
              || (helper == THREEFRY && (used.contains(UNIFORM) || used.contains(PAIRS)));
      if (needed) {
        text.append(helper.source).append('\n');
      }
    }
    return text.toString();
  }
}
