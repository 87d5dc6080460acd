package io.streamproof.verification.fault;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many instances of each stage's operator run, as one comes or goes at a time. */
final class Scales {
  private final Map<String, Integer> instances = new TreeMap<>();

  /** One instance of each. */
  Scales(List<String> stages) {
    stages.forEach(stage -> instances.put(stage, 1));
  }

  /** One more, of a stage that has the fewest. */
  Action.Scale out() {
    return change(byInstances(), 1);
  }

  /** One less, of a stage that has the most. */
  Action.Scale in() {
    return change(byInstances().reversed(), -1);
  }

  /** For each stage that has not one instance, what brings it from one to so many. */
  List<Action> fromOneEach() {
    return instances.entrySet().stream()
        .filter(each -> each.getValue() > 1)
        .<Action>map(each -> new Action.Scale(each.getKey(), each.getValue()))
        .toList();
  }

  private Action.Scale change(Comparator<Map.Entry<String, Integer>> first, int by) {
    String stage = instances.entrySet().stream().min(first).orElseThrow().getKey();
    return new Action.Scale(stage, instances.merge(stage, by, Integer::sum));
  }

  private static Comparator<Map.Entry<String, Integer>> byInstances() {
    return Map.Entry.comparingByValue();
  }
}
