// Lets Java load a library of kernels, run one of them, and own memory.
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <jni.h>

#define METHOD(type, name) \
  extern "C" JNIEXPORT type JNICALL Java_org_latent4j_backend_cuda_kernel_Emulator_##name

METHOD(jlong, open)(JNIEnv* env, jclass, jstring path) {
  const char* text = env->GetStringUTFChars(path, nullptr);
  void* library = dlopen(text, RTLD_NOW | RTLD_LOCAL);
  env->ReleaseStringUTFChars(path, text);
  return (jlong) library;
}

METHOD(jlong, find)(JNIEnv* env, jclass, jlong library, jstring name) {
  const char* text = env->GetStringUTFChars(name, nullptr);
  void* function = dlsym((void*) library, text);
  env->ReleaseStringUTFChars(name, text);
  return (jlong) function;
}

// Every argument is passed in the low bytes of a long, as a little-endian machine reads them.
METHOD(jstring, run)(
    JNIEnv* env, jclass, jlong function, jint blocks, jint threads, jboolean reverse,
    jboolean barriers, jlongArray values) {
  typedef const char* Run(unsigned int, unsigned int, int, int, void**);
  jlong bits[4096];
  void* arguments[4096];
  const jsize count = env->GetArrayLength(values);
  if (count > 4096) return env->NewStringUTF("more than 4096 arguments");
  env->GetLongArrayRegion(values, 0, count, bits);
  for (jsize i = 0; i < count; ++i) {
    arguments[i] = &bits[i];
  }
  const char* fault = ((Run*) function)(blocks, threads, reverse, barriers, arguments);
  return fault == nullptr ? nullptr : env->NewStringUTF(fault);
}

METHOD(jlong, allocate)(JNIEnv*, jclass, jlong bytes) {
  void* memory = aligned_alloc(256, (bytes + 255) / 256 * 256);
  return (jlong) memory;
}

METHOD(void, free)(JNIEnv*, jclass, jlong memory) { free((void*) memory); }

METHOD(jobject, buffer)(JNIEnv* env, jclass, jlong memory, jlong bytes) {
  return env->NewDirectByteBuffer((void*) memory, bytes);
}
