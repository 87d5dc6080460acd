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
 * @param jaeger the program of a Jaeger that takes the services' spans; null: none
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
    @Nullable Path jaeger,
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
        pipeline,
        OptionalInt.empty(),
        null,
        Set.of(),
        1,
        null,
        Map.of(),
        START_LIMIT,
        message -> {});
  }

  public StackOptions withPartitions(OptionalInt number) {
    return new StackOptions(
        pipeline, number, operators, absent, audits, jaeger, environment, startLimit, progress);
  }

  public StackOptions withOperators(@Nullable Path folder) {
    return new StackOptions(
        pipeline, partitions, folder, absent, audits, jaeger, environment, startLimit, progress);
  }

  /** The same without the operators of some stages. */
  public StackOptions without(Set<String> stages) {
    return new StackOptions(
        pipeline, partitions, operators, stages, audits, jaeger, environment, startLimit, progress);
  }

  /** The same with so many instances of the audit. */
  public StackOptions withAudits(int number) {
    return new StackOptions(
        pipeline, partitions, operators, absent, number, jaeger, environment, startLimit, progress);
  }

  /** The same with a Jaeger that gets the spans of this share of the traces. */
  public StackOptions withJaeger(Path program, double share) {
    return new StackOptions(
            pipeline,
            partitions,
            operators,
            absent,
            audits,
            program,
            environment,
            startLimit,
            progress)
        .with("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
        .with("OTEL_TRACES_SAMPLER_ARG", String.valueOf(share));
  }

  public StackOptions with(String variable, String value) {
    Map<String, String> extended = new HashMap<>(environment);
    extended.put(variable, value);
    return new StackOptions(
        pipeline, partitions, operators, absent, audits, jaeger, extended, startLimit, progress);
  }

  public StackOptions withProgress(Consumer<String> listener) {
    return new StackOptions(
        pipeline, partitions, operators, absent, audits, jaeger, environment, startLimit, listener);
  }
}
