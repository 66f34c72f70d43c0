package org.latent4j.backend.cuda.driver;

import java.util.List;

/**
 * Every call of CUDA that the backend makes, on one GPU and one stream with a side branch: the
 * driver's interface, NVRTC and cuBLASLt. Work is queued in order; {@link #synchronize} waits for
 * it. Addresses are the device's. Every method throws {@link CudaException} if CUDA refuses.
 *
 * <p>Used by one thread at a time, which has called {@link #enter} before. Two implementations:
 * {@link JavaCppDriver}, and one in the tests that writes every call down.
 */
public interface Driver extends AutoCloseable {

  /** Something of CUDA's that is only passed back to it: an event, a module, a graph. */
  interface Handle {}

  /**
   * Describes the GPU and the libraries.
   *
   * @return the description
   */
  Gpu gpu();

  /** Makes the GPU's context the calling thread's. */
  void enter();

  // ---- memory ----

  /**
   * Takes memory from the stream-ordered pool; its contents are undefined.
   *
   * @param bytes at least 1
   * @return its address, a multiple of 256
   */
  long allocate(long bytes);

  /**
   * Gives memory back to the pool, after the work queued so far.
   *
   * @param address from {@link #allocate}
   */
  void free(long address);

  /** Returns what the pool holds without need to the GPU. Waits for queued work. */
  void trim();

  /**
   * Asks how much memory there is.
   *
   * @return free and total memory of the GPU
   */
  Memory memory();

  /**
   * Sets memory to zero.
   *
   * @param address where
   * @param bytes how much
   */
  void clear(long address, long bytes);

  /**
   * Copies within the device.
   *
   * @param to where to
   * @param from where from
   * @param bytes how much
   */
  void copy(long to, long from, long bytes);

  /**
   * Takes page-locked memory of the host, which the device can read and write at the same address.
   *
   * @param bytes at least 1
   * @return the memory, cleared
   */
  Pinned pin(int bytes);

  /**
   * Gives page-locked memory back.
   *
   * @param memory from {@link #pin}
   */
  void unpin(Pinned memory);

  /**
   * Copies from the host to the device.
   *
   * @param to the device's address
   * @param from the host's memory
   * @param at where in it
   * @param bytes how much
   */
  void upload(long to, Pinned from, int at, int bytes);

  /**
   * Copies from the device to the host.
   *
   * @param to the host's memory
   * @param at where in it
   * @param from the device's address
   * @param bytes how much
   */
  void download(Pinned to, int at, long from, int bytes);

  // ---- order and time ----

  /** Waits until all queued work is done. */
  void synchronize();

  /**
   * Makes an event.
   *
   * @return the event
   */
  Handle createEvent();

  /**
   * Queues an event: it happens when the work before it is done.
   *
   * @param event the event
   */
  void record(Handle event);

  /**
   * Waits until an event has happened.
   *
   * @param event the event
   */
  void await(Handle event);

  /**
   * Tells the time between two events that have happened.
   *
   * @param from the first
   * @param to the second
   * @return milliseconds
   */
  float milliseconds(Handle from, Handle to);

  /**
   * Ends an event.
   *
   * @param event the event
   */
  void destroyEvent(Handle event);

  // ---- kernels ----

  /**
   * Compiles CUDA C to machine code of the GPU.
   *
   * @param name the name of the source in messages
   * @param source the source
   * @param options options of the compiler
   * @return the machine code
   */
  byte[] compile(String name, String source, List<String> options);

  /**
   * Loads machine code.
   *
   * @param image the code
   * @param name the kernel in it
   * @return the kernel
   */
  Handle load(byte[] image, String name);

  /**
   * Unloads what {@link #load} loaded.
   *
   * @param kernel the kernel
   */
  void unload(Handle kernel);

  /**
   * Queues a kernel on a one-dimensional grid without dynamic shared memory. In a graph it may
   * begin while the kernel before it in its branch still ends, and must wait for that one itself
   * before it reads or writes anything ({@code griddepcontrol.wait} in PTX, which does nothing
   * elsewhere): so the delay of a launch is hidden.
   *
   * @param kernel the kernel
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param arguments the bits of each parameter, in the low bytes
   */
  void launch(Handle kernel, int blocks, int threads, long[] arguments);

  // ---- products ----

  /**
   * Prepares products of one form.
   *
   * @param form the form
   * @return the product
   */
  Handle prepare(ProductForm form);

  /**
   * Asks cuBLASLt for ways to compute a product, what it thinks best first.
   *
   * @param product from {@link #prepare}
   * @param form its form
   * @param workspace how many bytes of workspace there are
   * @param most how many to give
   * @return the ways, perhaps none
   */
  List<Algorithm> algorithms(Handle product, ProductForm form, long workspace, int most);

  /**
   * Queues a product.
   *
   * @param product from {@link #prepare}
   * @param algorithm how to compute it
   * @param operands what to multiply
   */
  void multiply(Handle product, Algorithm algorithm, Operands operands);

  /**
   * Ends a product.
   *
   * @param product the product
   */
  void destroyProduct(Handle product);

  // ---- branches ----

  /** Lets the side branch go on after what is queued on the main one by now. */
  void fork();

  /** Remembers what is queued on the side branch by now. */
  void mark();

  /** Lets the main branch go on after what was queued on the side one at the last mark. */
  void join();

  /**
   * Says where kernels, products, copies and clearings are queued from now on. What is queued on
   * the side must be followed by {@link #mark} and {@link #join} before other calls are made.
   *
   * @param side whether on the side branch, else on the main one
   */
  void onSide(boolean side);

  // ---- graphs ----

  /** Starts to write down the work that is queued from now on, instead of doing it. */
  void beginCapture();

  /**
   * Ends writing down.
   *
   * @return the work, ready to be launched
   */
  Handle endCapture();

  /** Ends writing down and forgets what was written, also after an error. Never throws. */
  void abandonCapture();

  /**
   * Queues all work of a graph.
   *
   * @param graph from {@link #endCapture}
   */
  void launch(Handle graph);

  /**
   * Ends a graph.
   *
   * @param graph the graph
   */
  void destroyGraph(Handle graph);

  /** Gives everything back. */
  @Override
  void close();
}
