package org.latent4j.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.latent4j.benchmarks.interleave.Contestant.Role;

/** Finds figures among those that were measured in turns. */
record Figures(List<Figure> all) {

  static Figures of(Results.Stored stored) {
    return new Figures(stored.figures());
  }

  /** The figures about one piece of work. */
  Figures about(String subject) {
    return new Figures(all.stream().filter(f -> f.subject().equals(subject)).toList());
  }

  List<String> subjects() {
    Set<String> subjects = new LinkedHashSet<>();
    all.forEach(figure -> subjects.add(figure.subject()));
    return new ArrayList<>(subjects);
  }

  List<Figure> ours() {
    return all.stream().filter(f -> f.role() == Role.OURS).toList();
  }

  List<Figure> peers() {
    return all.stream().filter(f -> f.role() == Role.PEER).toList();
  }

  /** The fastest variant of each library in Python. */
  List<Figure> bestOfPython() {
    Map<String, Figure> best = new LinkedHashMap<>();
    for (Figure figure : all) {
      if (figure.role() == Role.PYTHON) {
        best.merge(figure.group(), figure, (a, b) -> a.median() <= b.median() ? a : b);
      }
    }
    return List.copyOf(best.values());
  }

  Optional<Figure> ours(String backend, String label) {
    return find(f -> f.role() == Role.OURS && f.group().equals(backend) && f.label().equals(label));
  }

  Optional<Figure> floor(String backend, String label) {
    return find(
        f -> f.role() == Role.FLOOR && f.group().equals(backend) && f.label().equals(label));
  }

  /** The faster of the direct calls: on two threads of the library's, or on two of our own. */
  Optional<Figure> products(String backend) {
    return fastest(
        f ->
            f.role() == Role.FLOOR
                && f.group().equals(backend)
                && (f.label().equals("library-threads") || f.label().equals("own-threads")));
  }

  Optional<Figure> bestPeer() {
    return fastest(f -> f.role() == Role.PEER);
  }

  private Optional<Figure> find(Predicate<Figure> wanted) {
    return all.stream().filter(wanted).findFirst();
  }

  private Optional<Figure> fastest(Predicate<Figure> wanted) {
    return all.stream().filter(wanted).min(Comparator.comparingDouble(Figure::median));
  }
}
