package org.latent4j.backend.cuda.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.backend.Precision;
import org.latent4j.op.DataType;

/** What {@link StubbedCudaTest} runs in a process of its own: every call once, on the stubs. */
final class StubbedRun {
  private StubbedRun() {}

  public static void main(String[] arguments) {
    Machine machine =
        new Machine(
            Path.of(arguments[0]),
            "Linux",
            System.getProperty("os.arch"),
            Map.of(),
            Map.of(),
            name -> Machine.class.getResource(name) != null);
    try (Driver driver = Drivers.open(new Discovery(machine))) {
      say(driver.gpu());
      driver.enter();
      say(driver.memory());
      run(driver);
    } catch (BackendUnavailableException e) {
      say(e.getMessage());
    }
  }

  @SuppressWarnings("SystemOut") // read by the test
  private static void say(Object text) {
    System.out.println(text);
  }

  private static void run(Driver driver) {
    long memory = driver.allocate(4096);
    Pinned pinned = driver.pin(64);
    say("pinned holds " + pinned.bytes().getInt(60) + " and has " + pinned.bytes().capacity());
    pinned.bytes().putFloat(16, 3.5f);
    driver.clear(memory, 4096);
    driver.upload(memory, pinned, 16, 4);
    driver.copy(memory + 256, memory, 4);
    driver.download(pinned, 32, memory + 256, 4);
    say("read " + pinned.bytes().getFloat(32));
    kernel(driver, memory);
    product(driver, memory);
    graph(driver, memory);
    Driver.Handle from = driver.createEvent();
    driver.record(from);
    driver.await(from);
    say("time " + driver.milliseconds(from, from));
    driver.destroyEvent(from);
    try {
      driver.allocate(2_000_000_000);
    } catch (CudaException e) {
      say(e.getMessage() + " " + e.isOutOfMemory());
    }
    driver.unpin(pinned);
    driver.free(memory);
    driver.trim();
  }

  private static void kernel(Driver driver, long memory) {
    String source = "extern \"C\" __global__ void f(float* x) {}";
    byte[] code = driver.compile("f", source, List.of("--std=c++17", "--fmad=false"));
    Driver.Handle kernel = driver.load(code, "f");
    driver.launch(kernel, 3, 64, new long[] {memory, 7});
    driver.unload(kernel);
    try {
      driver.compile("wrong", "void f() {}", List.of());
    } catch (CudaException e) {
      say(e.getMessage().replace("\n", " | "));
    }
  }

  private static void product(Driver driver, long memory) {
    ProductForm.Lie a = new ProductForm.Lie(true, 9, 70, 4);
    ProductForm.Lie b = new ProductForm.Lie(false, 8, 80, 256);
    ProductForm.Lie c = new ProductForm.Lie(false, 6, 90, 16);
    Operands operands =
        new Operands(2, 1, 0, 0, memory, memory, memory, memory + 512, memory + 1024, 512);
    for (Precision precision : Precision.values()) {
      multiply(
          driver,
          new ProductForm(DataType.FLOAT32, precision, 5, 7, 8, a, b, c, 3, false),
          operands);
    }
    multiply(
        driver,
        new ProductForm(DataType.FLOAT64, Precision.FLOAT32_STRICT, 5, 7, 8, a, b, c, 1, false),
        operands);
    multiply(
        driver,
        new ProductForm(DataType.FLOAT32, Precision.FLOAT32_STRICT, 5, 7, 8, a, b, c, 1, true),
        new Operands(
            0, 0, memory, memory, memory, memory, memory + 512, memory + 512, memory + 1024, 512));
  }

  private static void multiply(Driver driver, ProductForm form, Operands operands) {
    Driver.Handle product = driver.prepare(form);
    List<Algorithm> algorithms = driver.algorithms(product, form, 1 << 20, 4);
    say(algorithms);
    driver.multiply(product, algorithms.get(0), operands);
    driver.destroyProduct(product);
  }

  private static void graph(Driver driver, long memory) {
    byte[] code = driver.compile("g", "extern \"C\" __global__ void g(float* x) {}", List.of());
    Driver.Handle kernel = driver.load(code, "g");
    driver.beginCapture();
    driver.clear(memory, 4);
    driver.launch(kernel, 1, 64, new long[] {memory});
    driver.launch(kernel, 2, 64, new long[] {memory});
    driver.fork();
    driver.onSide(true);
    driver.clear(memory, 4);
    driver.mark();
    driver.onSide(false);
    driver.launch(kernel, 3, 64, new long[] {memory});
    driver.clear(memory, 4);
    driver.join();
    driver.launch(kernel, 4, 64, new long[] {memory});
    Driver.Handle graph = driver.endCapture();
    driver.launch(graph);
    driver.destroyGraph(graph);
    driver.unload(kernel);
    driver.beginCapture();
    driver.abandonCapture();
  }
}
