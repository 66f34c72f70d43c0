// scratch bytes: 0
// launch: 1 blocks of 1 threads
//   Pointer[storage=Plain[type=INT32, length=2], bytes=0, written=false]
//   Pointer[storage=Plain[type=INT32, length=2], bytes=4, written=false]
//   Pointer[storage=Plain[type=INT32, length=1], bytes=0, written=false]
//   Int32[value=2]
//   Pointer[storage=Plain[type=INT32, length=2], bytes=0, written=true]
//   Pointer[storage=Plain[type=INT32, length=2], bytes=4, written=true]

// Waits until the launch before has ended, where this one may begin earlier.
__device__ inline void latent4j_follow() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
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

typedef unsigned int Index;

// a child of a key
extern "C" __global__ void fold_key_0f57745d54b8079d(
    const int* key_high,
    const int* key_low,
    const int* key_fold0,
    unsigned int key_fold1,
    int* high,
    int* low) {
  latent4j_follow();
  unsigned int key_0 = (unsigned int) *key_high;
  unsigned int key_1 = (unsigned int) *key_low;
  {
    unsigned int high = 0x80000000u;
    unsigned int low = (unsigned int) *key_fold0;
    latent4j_threefry(key_0, key_1, high, low);
    key_0 = high;
    key_1 = low;
  }
  {
    unsigned int high = 0x80000000u;
    unsigned int low = key_fold1;
    latent4j_threefry(key_0, key_1, high, low);
    key_0 = high;
    key_1 = low;
  }
  *high = (int) key_0;
  *low = (int) key_1;
}

