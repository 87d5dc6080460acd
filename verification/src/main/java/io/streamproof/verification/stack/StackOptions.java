package io.streamproof.verification.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a stack runs.
 *
 * @param pipeline the specification's file
 * @param partitions in place of the specification's, if given
 * @param operators a folder with the jars of custom operators; null: none
 * @param absent stages for which no operator is started, so that something else can take its place
 * @param audits instances of the audit, which share the work
 * @param environment further configuration of every service
 * @param startLimit how long the start may take
 * @param progress told what is being started
 */
public record StackOptions(
    Path pipeline,
    OptionalInt partitions,
    @Nullable Path operators,
    Set<String> absent,
    int audits,
    Map<String, String> environment,
    Duration startLimit,
    Consumer<String> progress) {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  public StackOptions {
    absent = Set.copyOf(absent);
    environment = Map.copyOf(environment);
  }

  public static StackOptions of(Path pipeline) {
    return new StackOptions(
        pipeline, OptionalInt.empty(), null, Set.of(), 1, Map.of(), START_LIMIT, message -> {});
  }

  public StackOptions withPartitions(OptionalInt number) {
    return new StackOptions(
        pipeline, number, operators, absent, audits, environment, startLimit, progress);
  }

  public StackOptions withOperators(@Nullable Path folder) {
    return new StackOptions(
        pipeline, partitions, folder, absent, audits, environment, startLimit, progress);
  }

  /** The same without the operators of some stages. */
  public StackOptions without(Set<String> stages) {
    return new StackOptions(
        pipeline, partitions, operators, stages, audits, environment, startLimit, progress);
  }

  /** The same with so many instances of the audit. */
  public StackOptions withAudits(int number) {
    return new StackOptions(
        pipeline, partitions, operators, absent, number, environment, startLimit, progress);
  }

  public StackOptions with(String variable, String value) {
    Map<String, String> extended = new HashMap<>(environment);
    extended.put(variable, value);
    return new StackOptions(
        pipeline, partitions, operators, absent, audits, extended, startLimit, progress);
  }

  public StackOptions withProgress(Consumer<String> listener) {
    return new StackOptions(
        pipeline, partitions, operators, absent, audits, environment, startLimit, listener);
  }
}
