package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The works of the segment that is being collected, and what they read and write. A further work is
 * compared with the different accesses to its own places alone, not with every work before it.
 */
final class OpenWorks {
  private final List<Work> works = new ArrayList<>();

  /** For each place the accesses to it, and how many works make each. */
  private final IdentityHashMap<Place, Map<Access, Integer>> accesses = new IdentityHashMap<>();

  boolean isEmpty() {
    return works.isEmpty();
  }

  List<Work> all() {
    return works;
  }

  Work last() {
    return works.get(works.size() - 1);
  }

  /** Whether all parts of what is here must be done before a part of a work begins. */
  boolean mustBeDoneBefore(Work work) {
    for (Access access : work.accesses()) {
      for (Access earlier : accesses.getOrDefault(access.place(), Map.of()).keySet()) {
        if (earlier.conflictsWith(access)) {
          return true;
        }
      }
    }
    return false;
  }

  void add(Work work) {
    works.add(work);
    for (Access access : work.accesses()) {
      accesses
          .computeIfAbsent(access.place(), unused -> new HashMap<>())
          .merge(access, 1, Integer::sum);
    }
  }

  void removeLast() {
    Work last = works.remove(works.size() - 1);
    for (Access access : last.accesses()) {
      Map<Access, Integer> here = accesses.get(access.place());
      here.computeIfPresent(access, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  void clear() {
    works.clear();
    accesses.clear();
  }
}
