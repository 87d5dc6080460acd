package io.streamproof.verification.scenario;

import io.streamproof.verification.fault.Operation;
import io.streamproof.verification.fault.Operations;
import io.streamproof.verification.fault.Trigger;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Leaves out of operations that fail one after the other, as long as what is left still fails.
 *
 * @param fails whether operations do
 */
record Shrinking(Predicate<Operations> fails) {

  /** The fewest that are found; leaving out one more, they would not fail. */
  Operations of(Operations failing) {
    Operations fewest = failing;
    Optional<Operations> fewer = withoutOne(fewest);
    while (fewer.isPresent()) {
      fewest = fewer.get();
      fewer = withoutOne(fewest);
    }
    return fewest;
  }

  /** All but the first that is not needed; empty if all are. */
  private Optional<Operations> withoutOne(Operations failing) {
    return failing.all().stream()
        .filter(operation -> isFree(failing, operation.name()))
        .map(operation -> without(failing, operation))
        .filter(fails)
        .findFirst();
  }

  /** Whether no other operation refers to it. */
  private static boolean isFree(Operations operations, String name) {
    return operations.all().stream().noneMatch(each -> refersTo(each.when(), name));
  }

  private static boolean refersTo(Trigger trigger, String operation) {
    if (trigger instanceof Trigger.All all) {
      return all.triggers().stream().anyMatch(each -> refersTo(each, operation));
    }
    return (trigger instanceof Trigger.After after && after.operation().equals(operation))
        || (trigger instanceof Trigger.During during && during.operation().equals(operation))
        || (trigger instanceof Trigger.Healing healing && healing.operation().equals(operation));
  }

  private static Operations without(Operations operations, Operation left) {
    return new Operations(operations.all().stream().filter(each -> !each.equals(left)).toList());
  }
}
