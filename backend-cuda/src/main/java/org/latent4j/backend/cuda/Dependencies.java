package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.latent4j.backend.Storage;

/**
 * Which tasks must have ended before another begins: those that write what it reads, and those that
 * read or write what it writes. Those that another one of them depends on are left out.
 */
final class Dependencies {
  private final IdentityHashMap<Storage, Integer> writers = new IdentityHashMap<>();
  private final IdentityHashMap<Storage, List<Integer>> readers = new IdentityHashMap<>();

  private Dependencies() {}

  /**
   * Finds them.
   *
   * @param tasks tasks in an order in which they could run one after the other
   * @return for each task the numbers of earlier ones
   */
  static List<Set<Integer>> of(List<Task> tasks) {
    Dependencies known = new Dependencies();
    List<Set<Integer>> all = new ArrayList<>();
    for (int number = 0; number < tasks.size(); number++) {
      all.add(known.add(number, tasks.get(number)));
    }
    return all;
  }

  private Set<Integer> add(int number, Task task) {
    Set<Integer> found = new TreeSet<>();
    for (Storage storage : task.read()) {
      addWriter(storage, found);
    }
    for (Storage storage : task.written()) {
      addWriter(storage, found);
      found.addAll(readers.getOrDefault(storage, List.of()));
    }
    for (Storage storage : task.read()) {
      readers.computeIfAbsent(storage, unused -> new ArrayList<>()).add(number);
    }
    for (Storage storage : task.written()) {
      writers.put(storage, number);
      readers.remove(storage);
    }
    return found;
  }

  private void addWriter(Storage storage, Set<Integer> to) {
    Integer writer = writers.get(storage);
    if (writer != null) {
      to.add(writer);
    }
  }
}
