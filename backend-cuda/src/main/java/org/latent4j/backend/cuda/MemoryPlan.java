package org.latent4j.backend.cuda;

import org.latent4j.backend.PlanMemory;
import org.latent4j.graph.Plan;

/**
 * The device memory that a program needs, known before it starts.
 *
 * @param given bytes of its constants and its state, which are there already
 * @param inputs bytes of its inputs
 * @param results bytes of what it computes, shared as far as lives allow
 */
record MemoryPlan(long given, long inputs, long results) {

  static MemoryPlan of(Plan plan) {
    long given = bytes(plan, Plan.Role.CONSTANT) + bytes(plan, Plan.Role.STATE);
    return new MemoryPlan(given, bytes(plan, Plan.Role.INPUT), PlanMemory.bytes(plan));
  }

  private static long bytes(Plan plan, Plan.Role role) {
    return plan.valuesOf(role).stream()
        .map(plan.values()::get)
        .mapToLong(value -> value.shape().size() * value.type().bytes())
        .sum();
  }

  /** What must be allocated to prepare the program, but for the scratch memory. */
  long made() {
    return inputs + results;
  }
}
