package io.streamproof.verification.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a stack runs. Options do not change: each {@code with} gives others. */
public final class StackOptions {
  /** A cluster has so many brokers; else there is one. */
  public static final int MOST_BROKERS = 3;

  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final Path pipeline;
  private OptionalInt partitions = OptionalInt.empty();
  private @Nullable Path operators;
  private Set<String> external = Set.of();
  private boolean together;
  private Set<String> separate = Set.of();
  private @Nullable SharedServers servers;
  private int brokers = 1;
  private int audits = 1;
  private Set<String> proxied = Set.of();
  private @Nullable Path jaeger;
  private Map<String, String> environment = Map.of();
  private Map<String, Settings> particular = Map.of();
  private @Nullable Security security;
  private @Nullable Consumer<Stack> preparation;
  private Consumer<String> progress = message -> {};

  /** How a service comes to what it connects to, once it is known where that is. */
  @FunctionalInterface
  public interface Settings {
    /**
     * The variables of its environment.
     *
     * @param brokers {@code host:port}
     * @param database {@code host:port}
     */
    Map<String, String> at(String brokers, String database);
  }

  private StackOptions(Path pipeline) {
    this.pipeline = pipeline;
  }

  private StackOptions(StackOptions other) {
    this.pipeline = other.pipeline;
    this.partitions = other.partitions;
    this.operators = other.operators;
    this.external = other.external;
    this.together = other.together;
    this.separate = other.separate;
    this.servers = other.servers;
    this.brokers = other.brokers;
    this.audits = other.audits;
    this.proxied = other.proxied;
    this.jaeger = other.jaeger;
    this.environment = other.environment;
    this.particular = other.particular;
    this.security = other.security;
    this.preparation = other.preparation;
    this.progress = other.progress;
  }

  /** A pipeline with all of its stages and one audit. */
  public static StackOptions of(Path pipeline) {
    return new StackOptions(pipeline);
  }

  /** The same with another number of partitions than the specification's, if given. */
  public StackOptions withPartitions(OptionalInt number) {
    return changed(options -> options.partitions = number);
  }

  /** The same with a folder of the jars of custom operators; null: none. */
  public StackOptions withOperators(@Nullable Path folder) {
    return changed(options -> options.operators = folder);
  }

  /**
   * The same without some services, for somebody else to start: they are only prepared.
   *
   * @param names {@code ingest}, {@code audit}, or stages, each as {@code operator-<stage>} or, if
   *     it is called neither of the former, by its name
   */
  public StackOptions without(Set<String> names) {
    return changed(options -> options.external = Set.copyOf(names));
  }

  /**
   * The same with all stages in one process, {@code operators}: it starts sooner and needs less
   * memory, but its stages cannot be stopped, killed or disturbed separately.
   */
  public StackOptions withStagesTogether() {
    return withStagesTogetherBut(Set.of());
  }

  /** The same with the stages in one process, except some that have processes of their own. */
  public StackOptions withStagesTogetherBut(Set<String> stages) {
    return changed(
        options -> {
          options.together = true;
          options.separate = Set.copyOf(stages);
        });
  }

  /** The same with a broker and a PostgreSQL that it shares with other stacks. */
  public StackOptions withShared(SharedServers shared) {
    return changed(options -> options.servers = shared);
  }

  /**
   * The same with so many brokers: with three, each topic has three replicas, and a record is
   * acknowledged when two of them have it.
   */
  public StackOptions withBrokers(int number) {
    return changed(options -> options.brokers = number);
  }

  /** The same with so many instances of the audit, which share the work. */
  public StackOptions withAudits(int number) {
    return changed(options -> options.audits = number);
  }

  /**
   * The same with proxies for some services' connections to the broker and the database, so that
   * they can be disturbed: {@code ingest}, {@code audit}, {@code operator-<stage>} and so on, those
   * included that come up only later.
   */
  public StackOptions withProxies(Set<String> services) {
    return changed(options -> options.proxied = Set.copyOf(services));
  }

  /** The same with a Jaeger, given its program, that gets the spans of this share of the traces. */
  public StackOptions withJaeger(Path program, double share) {
    return changed(options -> options.jaeger = program)
        .with("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
        .with("OTEL_TRACES_SAMPLER_ARG", String.valueOf(share));
  }

  /** The same with a further setting of every service. */
  public StackOptions with(String variable, String value) {
    Map<String, String> extended = new HashMap<>(environment);
    extended.put(variable, value);
    return changed(options -> options.environment = Map.copyOf(extended));
  }

  /** The same with settings of one service for its connections, in place of the stack's. */
  public StackOptions with(String service, Settings settings) {
    Map<String, Settings> extended = new HashMap<>(particular);
    extended.put(service, settings);
    return changed(options -> options.particular = Map.copyOf(extended));
  }

  /** The same with locks on the doors; the services are to be given the keys. */
  public StackOptions withSecurity(Security locks) {
    return changed(options -> options.security = locks);
  }

  /** The same with something that is done to broker and database before the services start. */
  public StackOptions withPreparation(Consumer<Stack> prepare) {
    return changed(options -> options.preparation = prepare);
  }

  /** The same with faults planted in the services, as a plan says. */
  public StackOptions withFaults(Path plan) {
    return with("STREAMPROOF_FAULTS_PLAN", plan.toAbsolutePath().toString())
        .with("STREAMPROOF_FAULTS_ENABLED", "true");
  }

  /** The same with a listener that is told what is being started. */
  public StackOptions withProgress(Consumer<String> listener) {
    return changed(options -> options.progress = listener);
  }

  private StackOptions changed(Consumer<StackOptions> change) {
    StackOptions changed = new StackOptions(this);
    change.accept(changed);
    return changed;
  }

  Path pipeline() {
    return pipeline;
  }

  OptionalInt partitions() {
    return partitions;
  }

  @Nullable Path operators() {
    return operators;
  }

  /** Whether somebody else starts a service, given by the name of its process. */
  boolean isExternal(String service) {
    return external.stream().map(StackOptions::service).anyMatch(service::equals);
  }

  private static String service(String name) {
    return name.equals(Service.INGEST)
            || name.equals(Service.AUDIT)
            || name.startsWith(Service.OPERATOR_PREFIX)
        ? name
        : Service.OPERATOR_PREFIX + name;
  }

  @Nullable SharedServers servers() {
    return servers;
  }

  /** Whether a stage shares a process with others. */
  boolean isTogether(String stage) {
    return together && !separate.contains(stage);
  }

  int brokers() {
    return brokers;
  }

  int audits() {
    return audits;
  }

  Set<String> proxied() {
    return proxied;
  }

  @Nullable Path jaeger() {
    return jaeger;
  }

  Map<String, String> environment() {
    return environment;
  }

  Map<String, Settings> particular() {
    return particular;
  }

  @Nullable Security security() {
    return security;
  }

  @Nullable Consumer<Stack> preparation() {
    return preparation;
  }

  Duration startLimit() {
    return START_LIMIT;
  }

  Consumer<String> progress() {
    return progress;
  }
}
