// A CUDA without a GPU: device memory is the host's, kernels and products are only written down.
// Compiled once for each library, so that the bindings load and call it like the real one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long long Address;
typedef void* Handle;

static void note(const char* text) {
  FILE* file = fopen(getenv("STUB_LOG"), "a");
  fprintf(file, "%s\n", text);
  fclose(file);
}

#define NOTE(...)                                  \
  do {                                             \
    char line_[1024];                              \
    snprintf(line_, sizeof(line_), __VA_ARGS__);   \
    note(line_);                                   \
  } while (0)

static Handle made(void) {
  static int count;
  int* handle = calloc(1, 64);
  *handle = ++count;
  return handle;
}

#ifdef DRIVER
static int number(Handle handle) { return handle == NULL ? 0 : *(int*) handle; }
int cuInit(unsigned int flags) { return getenv("STUB_NO_DEVICE") ? 100 : (int) flags; }
int cuDriverGetVersion(int* version) {
  *version = getenv("STUB_OLD_DRIVER") ? 12080 : 13000;
  return 0;
}
int cuDeviceGetCount(int* count) { *count = 2; return 0; }
int cuDeviceGet(int* device, int ordinal) { *device = ordinal; return 0; }
int cuDeviceGetName(char* name, int length, int device) {
  snprintf(name, length, "Stub GPU %d", device);
  return 0;
}
int cuDeviceGetAttribute(int* value, int attribute, int device) {
  const int major = getenv("STUB_OLD_GPU") ? 7 : getenv("STUB_NEW_GPU") ? 13 : 9;
  *value = attribute == 75 ? major : attribute == 16 ? 132 : 0;
  return 0;
}
int cuDeviceTotalMem_v2(size_t* bytes, int device) { *bytes = 80000000000; return 0; }
int cuDevicePrimaryCtxRetain(Handle* context, int device) { *context = made(); return 0; }
int cuDevicePrimaryCtxRelease_v2(int device) { NOTE("release %d", device); return 0; }
int cuCtxSetCurrent(Handle context) { return context == NULL ? 201 : 0; }
int cuMemGetInfo_v2(size_t* free, size_t* total) { *free = 70; *total = 80; return 0; }
int cuMemPoolCreate(Handle* pool, const int* properties) {
  // allocType, handleTypes, location.type, location.id
  NOTE("pool %d %d %d %d", properties[0], properties[1], properties[2], properties[3]);
  *pool = made();
  return 0;
}
int cuMemPoolDestroy(Handle pool) { return 0; }
int cuMemPoolTrimTo(Handle pool, size_t bytes) { return 0; }
int cuMemPoolSetAttribute(Handle pool, int attribute, void* value) {
  NOTE("pool attribute %d = %lld", attribute, *(long long*) value);
  return 0;
}
int cuMemAllocFromPoolAsync(Address* address, size_t bytes, Handle pool, Handle stream) {
  if (bytes > 1000000000) return 2;
  *address = (Address) aligned_alloc(256, (bytes + 255) / 256 * 256);
  return stream == NULL || pool == NULL;
}
int cuMemFreeAsync(Address address, Handle stream) { free((void*) address); return 0; }
int cuMemHostAlloc(void** memory, size_t bytes, unsigned int flags) {
  NOTE("host memory %zu, flags %u", bytes, flags);
  *memory = malloc(bytes);
  return 0;
}
int cuMemFreeHost(void* memory) { free(memory); return 0; }
int cuMemcpyHtoDAsync_v2(Address to, const void* from, size_t bytes, Handle stream) {
  memcpy((void*) to, from, bytes);
  return 0;
}
int cuMemcpyDtoHAsync_v2(void* to, Address from, size_t bytes, Handle stream) {
  memcpy(to, (void*) from, bytes);
  return 0;
}
int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, Handle stream) {
  memcpy((void*) to, (void*) from, bytes);
  return 0;
}
int cuMemsetD8Async(Address to, unsigned char value, size_t bytes, Handle stream) {
  memset((void*) to, value, bytes);
  NOTE("clear on stream %d", number(stream));
  return 0;
}
int cuStreamCreate(Handle* stream, unsigned int flags) {
  *stream = made();
  NOTE("stream %d", number(*stream));
  return flags != 1;
}
int cuStreamDestroy_v2(Handle stream) { return 0; }
int cuStreamSynchronize(Handle stream) { return 0; }
int cuStreamBeginCapture_v2(Handle stream, int mode) { NOTE("capture, mode %d", mode); return 0; }
int cuStreamEndCapture(Handle stream, Handle* graph) { *graph = made(); return 0; }
int cuGraphInstantiateWithFlags(Handle* executable, Handle graph, unsigned long long flags) {
  *executable = made();
  return graph == NULL;
}
int cuGraphLaunch(Handle executable, Handle stream) { NOTE("launch graph"); return 0; }
int cuGraphExecDestroy(Handle executable) { NOTE("destroy graph"); return 0; }
int cuGraphDestroy(Handle graph) { return graph == NULL; }
int cuStreamWaitEvent(Handle stream, Handle event, unsigned int flags) {
  NOTE("stream %d waits for event %d", number(stream), number(event));
  return flags;
}
int cuEventCreate(Handle* event, unsigned int flags) {
  *event = made();
  NOTE("event %d, flags %u", number(*event), flags);
  return 0;
}
int cuEventRecord(Handle event, Handle stream) {
  NOTE("event %d after stream %d", number(event), number(stream));
  return event == NULL;
}
int cuEventSynchronize(Handle event) { return event == NULL; }
int cuEventElapsedTime_v2(float* time, Handle from, Handle to) { *time = 1.5f; return 0; }
int cuEventDestroy_v2(Handle event) { return 0; }
int cuModuleLoadData(Handle* module, const void* image) {
  *module = (Handle) image;
  NOTE("module %.4s", (const char*) image);
  return 0;
}
int cuModuleUnload(Handle module) { return 0; }
int cuModuleGetFunction(Handle* function, Handle module, const char* name) {
  *function = strdup(name);
  return 0;
}
int cuFuncLoad(Handle function) { return function == NULL; }
typedef struct {
  int id;
  char pad[4];
  int value[16];
} Attribute;
typedef struct {
  unsigned int grid[3], block[3], shared;
  Handle stream;
  Attribute* attributes;
  unsigned int count;
} Launch;
int cuLaunchKernelEx(const Launch* launch, Handle function, void** parameters, void** extra) {
  NOTE("launch %.11s (%u %u %u) x (%u %u %u), shared %u, first %g", (char*) function,
      launch->grid[0], launch->grid[1], launch->grid[2], launch->block[0], launch->block[1],
      launch->block[2], launch->shared, *(float*) *(void**) parameters[0]);
  for (unsigned int i = 0; i < launch->count; ++i)
    NOTE("attribute %d = %d", launch->attributes[i].id, launch->attributes[i].value[0]);
  return extra != NULL || launch->stream == NULL;
}
int cuGetErrorName(int error, const char** name) {
  *name = error == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : NULL;
  return error == 2 ? 0 : 1;
}
int cuGetErrorString(int error, const char** text) {
  *text = error == 2 ? "out of memory" : NULL;
  return error == 2 ? 0 : 1;
}
#endif

#ifdef NVRTC
int nvrtcVersion(int* major, int* minor) { *major = 13; *minor = 7; return 0; }
int nvrtcCreateProgram(
    Handle* program, const char* source, const char* name, int headers, const char** texts,
    const char** names) {
  *program = (Handle) (strstr(source, "__global__") ? "good" : "bad");
  NOTE("program %.11s of %zu characters", name, strlen(source) > 100 ? (size_t) 100 : strlen(source));
  return headers != 0 || texts != NULL || names != NULL;
}
int nvrtcDestroyProgram(Handle* program) { return *program == NULL; }
int nvrtcCompileProgram(Handle program, int count, const char** options) {
  for (int i = 0; i < count; ++i) NOTE("option %s", options[i]);
  return strcmp(program, "good") == 0 ? 0 : 6;
}
int nvrtcGetProgramLogSize(Handle program, size_t* size) { *size = 19; return 0; }
int nvrtcGetProgramLog(Handle program, char* log) { strcpy(log, "x.cu(1): error: no"); return 0; }
int nvrtcGetNumSupportedArchs(int* count) { *count = 3; return 0; }
int nvrtcGetSupportedArchs(int* known) {
  known[0] = 75;
  known[1] = 90;
  known[2] = 120;
  return 0;
}
int nvrtcGetCUBINSize(Handle program, size_t* size) {
  *size = getenv("STUB_NEW_GPU") ? 0 : 4;
  return 0;
}
int nvrtcGetPTXSize(Handle program, size_t* size) { *size = 5; return 0; }
int nvrtcGetPTX(Handle program, char* text) { memcpy(text, "ptx!", 5); return 0; }
int nvrtcGetCUBIN(Handle program, char* code) { memcpy(code, "cubi", 4); return 0; }
const char* nvrtcGetErrorString(int error) { return "NVRTC_ERROR_COMPILATION"; }
#endif

#ifdef CUBLASLT
size_t cublasLtGetVersion(void) { return 130007; }
int cublasLtCreate(Handle* handle) { *handle = made(); return 0; }
int cublasLtDestroy(Handle handle) { return 0; }
int cublasLtMatmulDescInit_internal(int* description, size_t size, int compute, int scale) {
  description[0] = compute;
  description[1] = scale;
  return 0;
}
int cublasLtMatmulDescSetAttribute(int* description, int attribute, const int* value, size_t size) {
  description[attribute] = *value; // 2: pointer mode, 3 and 4: operations
  return size != 4;
}
int cublasLtMatrixLayoutInit_internal(
    long long* layout, size_t size, int type, unsigned long long rows, unsigned long long columns,
    long long leading) {
  memset(layout, 0, 56);
  layout[0] = type;
  layout[1] = rows;
  layout[2] = columns;
  layout[3] = leading;
  return 0;
}
int cublasLtMatrixLayoutSetAttribute(
    long long* layout, int attribute, const void* value, size_t size) {
  layout[attribute == 5 ? 4 : 5] = size == 4 ? *(const int*) value : *(const long long*) value;
  return 0;
}
int cublasLtMatmulPreferenceInit_internal(void* preference, size_t size) { return 0; }
int cublasLtMatmulPreferenceSetAttribute(
    void* preference, int attribute, const void* value, size_t size) {
  NOTE("preference %d = %lld", attribute,
      size == 4 ? (long long) *(const int*) value : *(const long long*) value);
  return 0;
}
struct Result { unsigned long long algorithm[8]; size_t workspace; int state; float waves; int rest[4]; };
int cublasLtMatmulAlgoGetHeuristic(
    Handle handle, Handle description, Handle a, Handle b, Handle c, Handle d, Handle preference,
    int wanted, struct Result* results, int* found) {
  memset(results, 0, wanted * sizeof(struct Result));
  results[0].algorithm[0] = 77;
  results[0].algorithm[7] = 99;
  results[0].workspace = 512;
  *found = 1;
  return 0;
}
static void layout(const char* name, const long long* l) {
  NOTE("  %s: type %lld, %lld x %lld, leading %lld, batch %lld, stride %lld", name, l[0], l[1], l[2],
      l[3], l[4], l[5]);
}
int cublasLtMatmul(
    Handle handle, const int* description, const void* alpha, const float* a, const long long* la,
    const float* b, const long long* lb, const void* beta, const float* c, const long long* lc,
    float* d, const long long* ld, const unsigned long long* algorithm, void* workspace,
    size_t bytes, Handle stream) {
  NOTE("product: compute %d, scale %d, pointers %d, operations %d %d, %g * %g * %g + %g, algorithm"
       " %llu %llu, workspace %zu", description[0], description[1], description[2], description[3],
      description[4], description[1] ? *(const double*) alpha : *(const float*) alpha, *a, *b,
      description[1] ? *(const double*) beta : *(const float*) beta, algorithm[0], algorithm[7],
      bytes);
  layout("A", la);
  layout("B", lb);
  layout("C", lc);
  if (c != d) NOTE("  D %zu bytes behind C", (size_t) ((char*) d - (char*) c));
  *d = 42;
  return lc != ld || workspace == NULL;
}
#endif

#ifdef EMPTY
int latent4j_stub(void) { return 0; }
#endif
