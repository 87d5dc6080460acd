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
 * @param environment further configuration of every service
 * @param startLimit how long the start may take
 * @param progress told what is being started
 */
public record StackOptions(
    Path pipeline,
    OptionalInt partitions,
    @Nullable Path operators,
    Set<String> absent,
    Map<String, String> environment,
    Duration startLimit,
    Consumer<String> progress) {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  public StackOptions {
    absent = Set.copyOf(absent);
    environment = Map.copyOf(environment);
  }

  public static StackOptions of(Path pipeline) {
    return new StackOptions(
        pipeline, OptionalInt.empty(), null, Set.of(), Map.of(), START_LIMIT, message -> {});
  }

  public StackOptions withPartitions(OptionalInt number) {
    return new StackOptions(pipeline, number, operators, absent, environment, startLimit, progress);
  }

  public StackOptions withOperators(@Nullable Path folder) {
    return new StackOptions(
        pipeline, partitions, folder, absent, environment, startLimit, progress);
  }

  /** The same without the operators of some stages. */
  public StackOptions without(Set<String> stages) {
    return new StackOptions(
        pipeline, partitions, operators, stages, environment, startLimit, progress);
  }

  public StackOptions with(String variable, String value) {
    Map<String, String> extended = new HashMap<>(environment);
    extended.put(variable, value);
    return new StackOptions(
        pipeline, partitions, operators, absent, extended, startLimit, progress);
  }

  public StackOptions withProgress(Consumer<String> listener) {
    return new StackOptions(
        pipeline, partitions, operators, absent, environment, startLimit, listener);
  }
}
