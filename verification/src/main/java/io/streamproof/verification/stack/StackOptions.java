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
 * @param proxied services, by their names, whose connections to the broker and the database go
 *     through proxies, so that they can be disturbed
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
    Set<String> proxied,
    @Nullable Path jaeger,
    Map<String, String> environment,
    Duration startLimit,
    Consumer<String> progress) {

  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  public StackOptions {
    absent = Set.copyOf(absent);
    proxied = Set.copyOf(proxied);
    environment = Map.copyOf(environment);
  }

  public static StackOptions of(Path pipeline) {
    return new StackOptions(
        pipeline,
        OptionalInt.empty(),
        null,
        Set.of(),
        1,
        Set.of(),
        null,
        Map.of(),
        START_LIMIT,
        message -> {});
  }

  public StackOptions withPartitions(OptionalInt number) {
    return new StackOptions(
        pipeline,
        number,
        operators,
        absent,
        audits,
        proxied,
        jaeger,
        environment,
        startLimit,
        progress);
  }

  public StackOptions withOperators(@Nullable Path folder) {
    return new StackOptions(
        pipeline,
        partitions,
        folder,
        absent,
        audits,
        proxied,
        jaeger,
        environment,
        startLimit,
        progress);
  }

  /** The same without the operators of some stages. */
  public StackOptions without(Set<String> stages) {
    return new StackOptions(
        pipeline,
        partitions,
        operators,
        stages,
        audits,
        proxied,
        jaeger,
        environment,
        startLimit,
        progress);
  }

  /** The same with so many instances of the audit. */
  public StackOptions withAudits(int number) {
    return new StackOptions(
        pipeline,
        partitions,
        operators,
        absent,
        number,
        proxied,
        jaeger,
        environment,
        startLimit,
        progress);
  }

  /**
   * The same with proxies for some services: {@code ingest}, {@code audit}, {@code
   * operator-<stage>} and so on, those included that come up only later.
   */
  public StackOptions withProxies(Set<String> services) {
    return new StackOptions(
        pipeline,
        partitions,
        operators,
        absent,
        audits,
        services,
        jaeger,
        environment,
        startLimit,
        progress);
  }

  /** The same with a Jaeger that gets the spans of this share of the traces. */
  public StackOptions withJaeger(Path program, double share) {
    return new StackOptions(
            pipeline,
            partitions,
            operators,
            absent,
            audits,
            proxied,
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
        pipeline,
        partitions,
        operators,
        absent,
        audits,
        proxied,
        jaeger,
        extended,
        startLimit,
        progress);
  }

  /** The same with faults planted in the services, as a plan says. */
  public StackOptions withFaults(Path plan) {
    return with("STREAMPROOF_FAULTS_PLAN", plan.toAbsolutePath().toString())
        .with("STREAMPROOF_FAULTS_ENABLED", "true");
  }

  public StackOptions withProgress(Consumer<String> listener) {
    return new StackOptions(
        pipeline,
        partitions,
        operators,
        absent,
        audits,
        proxied,
        jaeger,
        environment,
        startLimit,
        listener);
  }
}
