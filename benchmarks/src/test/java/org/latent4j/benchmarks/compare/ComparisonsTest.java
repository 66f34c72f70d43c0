package org.latent4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.benchmarks.interleave.Contestant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What the command would run is there, with all its parameters. */
class ComparisonsTest {
  private final Comparisons comparisons =
      new Comparisons(
          List.of("java", "cpu", "blas"), List.of("784x500x20", "784x500x100"), true, true);

  @ParameterizedTest
  @EnumSource
  void everyContestantIsABenchmarkWithOneValueForEveryParameterThatIsNotSwept(Section section)
      throws ReflectiveOperationException {
    List<Comparison> found = comparisons.of(section);
    assertFalse(found.isEmpty());
    for (Comparison comparison : found) {
      for (Contestant contestant : comparison.contestants()) {
        if (contestant.role() == Contestant.Role.PYTHON) {
          mustHaveAScript(contestant);
        } else {
          mustBeComplete(comparison, contestant);
        }
      }
    }
  }

  /** Paths are relative to the root of the project, from which the command runs. */
  private static void mustHaveAScript(Contestant contestant) {
    assertTrue(Files.isExecutable(Path.of("..", contestant.benchmark())), contestant.benchmark());
    assertEquals(Set.of("work", "variant"), contestant.parameters().keySet());
  }

  @Test
  void stepsInPythonAreComparedOnlyOnRequest() {
    Comparisons without = new Comparisons(List.of("cpu"), List.of("784x500x20"), true, false);
    for (Section section : List.of(Section.CD1, Section.PCD1, Section.CLASSIFIER, Section.VAE)) {
      assertTrue(comparisons.of(section).get(0).contestants().stream().anyMatch(this::inPython));
      assertTrue(without.of(section).get(0).contestants().stream().noneMatch(this::inPython));
    }
  }

  private boolean inPython(Contestant contestant) {
    return contestant.role() == Contestant.Role.PYTHON;
  }

  private static void mustBeComplete(Comparison comparison, Contestant contestant)
      throws ReflectiveOperationException {
    int dot = contestant.benchmark().lastIndexOf('.');
    Class<?> type = Class.forName(contestant.benchmark().substring(0, dot));
    String method = contestant.benchmark().substring(dot + 1);
    assertTrue(type.getMethod(method).isAnnotationPresent(Benchmark.class), type + "." + method);
    Map<String, Param> parameters = parameters(type);
    assertTrue(
        parameters.keySet().containsAll(contestant.parameters().keySet()),
        contestant + " has no " + contestant.parameters());
    for (Map.Entry<String, Param> parameter : parameters.entrySet()) {
      boolean open = !contestant.parameters().containsKey(parameter.getKey());
      if (open && parameter.getValue().value().length > 1) {
        assertEquals(comparison.swept(), parameter.getKey(), contestant.toString());
      }
    }
  }

  private static Map<String, Param> parameters(Class<?> type) {
    Map<String, Param> parameters = new TreeMap<>();
    for (Class<?> level = type; level != null; level = level.getSuperclass()) {
      for (Field field : level.getDeclaredFields()) {
        if (field.isAnnotationPresent(Param.class)) {
          parameters.put(field.getName(), field.getAnnotation(Param.class));
        }
      }
    }
    return parameters;
  }

  @Test
  void everyComparisonHasANameOfItsOwn() {
    Set<String> names = new HashSet<>();
    for (Section section : Section.values()) {
      for (Comparison comparison : comparisons.of(section)) {
        assertTrue(names.add(comparison.name()), comparison.name());
        assertEquals(section, Section.of(section.toString()));
      }
    }
  }
}
