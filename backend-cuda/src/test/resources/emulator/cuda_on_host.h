// CUDA C on the processor: enough of the language to run generated kernels compiled by g++.
// Threads of a block are fibers. Each runs until a barrier or its end; then the next one runs, in
// ascending or descending order. A missing barrier so shows as a result that depends on the order.
// Shared memory holds ones in all bits when a block begins.
#include <cmath>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <ucontext.h>
#include <utility>

#define __global__
#define __launch_bounds__(threads, blocks)
#define __device__
#define __shared__ static __attribute__((section("latent4j_shared")))

// ---- types and positions ----

struct Position { unsigned int x, y, z; };
static Position threadIdx, blockIdx, blockDim, gridDim;

#define LATENT4J_VECTORS(T, name, bytes)                                                  \
  struct alignas(2 * bytes) name##2 { T x, y; };                                          \
  struct alignas(4 * bytes) name##4 { T x, y, z, w; };                                    \
  static inline name##2 make_##name##2(T x, T y) { return {x, y}; }                       \
  static inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }
LATENT4J_VECTORS(float, float, 4)
LATENT4J_VECTORS(int, int, 4)
LATENT4J_VECTORS(double, double, 8)
LATENT4J_VECTORS(unsigned char, uchar, 1)
LATENT4J_VECTORS(unsigned short, ushort, 2)

// ---- functions of the device that C++ lacks or leaves open ----

template <typename To, typename From>
static inline To latent4j_bits(From from) {
  static_assert(sizeof(To) == sizeof(From), "sizes differ");
  To to;
  std::memcpy(&to, &from, sizeof(to));
  return to;
}
static inline float __int_as_float(int x) { return latent4j_bits<float>(x); }
static inline float __uint_as_float(unsigned int x) { return latent4j_bits<float>(x); }
static inline unsigned int __float_as_uint(float x) { return latent4j_bits<unsigned int>(x); }
static inline double __longlong_as_double(long long x) { return latent4j_bits<double>(x); }
static inline int __float2int_rz(float x) {
  return x >= 2147483648.0f ? 2147483647 : x < -2147483648.0f ? -2147483647 - 1 : (int) x;
}
// NaN becomes the smallest number, as on the device.
static inline int __double2int_rz(double x) {
  return x >= 2147483647.0 ? 2147483647 : x > -2147483648.0 ? (int) x : -2147483647 - 1;
}
// On the device -0 is less than 0, and a NaN gives way to a number.
template <typename T>
static inline T latent4j_min(T a, T b) {
  return a != a ? b : b != b ? a : a < b ? a : b < a ? b : std::signbit(a) ? a : b;
}
template <typename T>
static inline T latent4j_max(T a, T b) {
  return a != a ? b : b != b ? a : a > b ? a : b > a ? b : std::signbit(a) ? b : a;
}
#define fminf(a, b) latent4j_min<float>(a, b)
#define fmaxf(a, b) latent4j_max<float>(a, b)
#define fmin(a, b) latent4j_min<double>(a, b)
#define fmax(a, b) latent4j_max<double>(a, b)
using std::isfinite;

// ---- blocks and fibers ----

namespace latent4j_host {

enum class State { FRESH, WAITING, DONE };

struct Fiber {
  ucontext_t context;
  jmp_buf resume;
  State state;
  int vote;
};

static const int MOST_THREADS = 1024;
static const size_t STACK = 64 * 1024;
static Fiber fibers[MOST_THREADS];
static char* stacks;
static jmp_buf scheduler;
static ucontext_t home;
static unsigned int active;
static int verdict;
static void (*call)(void*);
static void* closure;

extern "C" char __start_latent4j_shared[] __attribute__((weak, visibility("hidden")));
extern "C" char __stop_latent4j_shared[] __attribute__((weak, visibility("hidden")));

static void begin() {
  call(closure);
  fibers[active].state = State::DONE;
  _longjmp(scheduler, 1);
}

static void resume(unsigned int thread) {
  active = thread;
  threadIdx = {thread, 0, 0};
  Fiber& fiber = fibers[thread];
  if (_setjmp(scheduler) == 0) {
    if (fiber.state == State::FRESH) {
      swapcontext(&home, &fiber.context);
    }
    _longjmp(fiber.resume, 1);
  }
}

static void wait() {
  Fiber& fiber = fibers[active];
  fiber.state = State::WAITING;
  if (_setjmp(fiber.resume) == 0) {
    _longjmp(scheduler, 1);
  }
}

static const char* run_block(unsigned int threads, bool reverse) {
  if (stacks == nullptr) {
    stacks = (char*) std::malloc(MOST_THREADS * STACK);
  }
  for (unsigned int i = 0; i < threads; ++i) {
    Fiber& fiber = fibers[i];
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = stacks + i * STACK;
    fiber.context.uc_stack.ss_size = STACK;
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, begin, 0);
    fiber.state = State::FRESH;
  }
  while (true) {
    unsigned int done = 0;
    for (unsigned int i = 0; i < threads; ++i) {
      const unsigned int thread = reverse ? threads - 1 - i : i;
      resume(thread);
      done += fibers[thread].state == State::DONE;
    }
    if (done == threads) return nullptr;
    if (done > 0) return "some threads of a block end while others wait at a barrier";
    verdict = 0;
    for (unsigned int i = 0; i < threads; ++i) {
      verdict |= fibers[i].vote;
      fibers[i].vote = 0;
    }
  }
}

template <typename... P, size_t... I>
static void invoke(void (*kernel)(P...), void** arguments, std::index_sequence<I...>) {
  kernel(*(P*) arguments[I]...);
}

// Runs a kernel; returns what is wrong, or null. Kernels without barriers need no fibers.
template <typename... P>
static const char* run(
    void (*kernel)(P...), unsigned int blocks, unsigned int threads, bool reverse, bool barriers,
    void** arguments) {
  auto body = [=] { invoke(kernel, arguments, std::index_sequence_for<P...>()); };
  call = [](void* self) { (*(decltype(body)*) self)(); };
  closure = (void*) &body;
  gridDim = {blocks, 1, 1};
  blockDim = {threads, 1, 1};
  for (unsigned int i = 0; i < blocks; ++i) {
    blockIdx = {reverse ? blocks - 1 - i : i, 0, 0};
    std::memset(__start_latent4j_shared, 0xff, __stop_latent4j_shared - __start_latent4j_shared);
    if (barriers) {
      if (const char* fault = run_block(threads, reverse)) return fault;
      continue;
    }
    for (unsigned int j = 0; j < threads; ++j) {
      threadIdx = {reverse ? threads - 1 - j : j, 0, 0};
      body();
    }
  }
  return nullptr;
}

}  // namespace latent4j_host

static inline void __syncthreads() { latent4j_host::wait(); }

static inline int __syncthreads_or(int vote) {
  latent4j_host::fibers[latent4j_host::active].vote = vote != 0;
  latent4j_host::wait();
  return latent4j_host::verdict;
}

#define LATENT4J_RUN(kernel)                                                                \
  extern "C" const char* run_##kernel(                                                      \
      unsigned int blocks, unsigned int threads, int reverse, int barriers, void** arguments) { \
    return latent4j_host::run(kernel, blocks, threads, reverse, barriers, arguments);       \
  }
