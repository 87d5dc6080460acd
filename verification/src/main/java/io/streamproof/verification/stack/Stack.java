package io.streamproof.verification.stack;

import io.streamproof.pipeline.fault.CrashPoint;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.verification.proxy.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pipeline's whole Streamproof, up and ready: broker, PostgreSQL, ingest, operators, audit, and a
 * Jaeger if asked for. Closing it, or the end of this JVM in whatever way, ends all of it and
 * removes its files.
 */
public final class Stack implements AutoCloseable {
  /** How long a part may take to come up again: a broker may have to recover its logs first. */
  private static final Duration CHANGE_LIMIT = Duration.ofMinutes(2);

  private static final long PAUSE_MILLIS = 200;

  /** In place of a second, so that the last events are proven sooner. */
  private static final String CLAIM_INTERVAL = "200ms";

  private final Guard guard;
  private final PipelineSpecification pipeline;
  private final BrokerCluster brokers;
  private final Postgres postgres;
  private final boolean sharing;
  private final String database;
  private final @Nullable Jaeger jaeger;
  private final Services services;
  private final AuditClient audit;
  private final HttpClient client;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread closing = new Thread(this::close, "streamproof-close");

  private Stack(StackOptions options, EffectivePipeline effective, Guard guard) {
    this.guard = guard;
    this.pipeline = effective.specification();
    Runtime.getRuntime().addShutdownHook(closing);
    Security security = options.security();
    SharedServers shared = options.servers();
    this.client = client(security);
    this.sharing = shared != null;
    this.brokers =
        shared == null
            ? BrokerCluster.prepare(guard, options.brokers(), options.proxied(), security)
            : shared.brokers();
    this.postgres =
        shared == null
            ? Postgres.prepare(guard, audits(options.proxied()), security)
            : shared.postgres();
    this.database =
        shared == null
            ? Postgres.DATABASE
            : SharedServers.database(effective.specification().name());
    this.jaeger = options.jaeger() == null ? null : Jaeger.prepare(options.jaeger(), guard);
    this.services = services(options, effective);
    this.audit = new AuditClient(client, service(Service.AUDIT).address(), pipeline.name());
  }

  /**
   * Starts a stack and waits until every part is ready.
   *
   * @throws io.streamproof.pipeline.yaml.InvalidSpecificationException if the pipeline cannot be
   *     run; nothing has been started then
   * @throws StackException if a part does not come up; nothing is left behind
   */
  public static Stack start(StackOptions options) {
    if (options.servers() != null && (options.security() != null || !options.proxied().isEmpty())) {
      throw new IllegalArgumentException("shared servers have neither proxies nor security");
    }
    if (options.servers() != null && options.brokers() > 1) {
      throw new IllegalArgumentException("shared servers have one broker");
    }
    EffectivePipeline effective = EffectivePipeline.read(options.pipeline(), options.partitions());
    Stack stack = new Stack(options, effective, Guard.start());
    try {
      stack.bringUp(options);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** The pipeline as it runs. */
  public PipelineSpecification pipeline() {
    return pipeline;
  }

  /** {@code host:port} of each broker, for {@code bootstrap.servers}. */
  public String brokers() {
    return brokers.address();
  }

  /** The address of the brokers that a service is told. */
  String brokers(String service) {
    return brokers.address(service);
  }

  /** The name of the process of a broker, by its id in the cluster. */
  public static String brokerName(int id) {
    return KafkaBroker.name(id);
  }

  /** The processes of the brokers, in the order of their ids. */
  public List<StackProcess> brokerProcesses() {
    return brokers.processes();
  }

  public Postgres postgres() {
    return postgres;
  }

  /** Opens a connection to the ledger. */
  public Connection connectToLedger() throws SQLException {
    return postgres.connect(database);
  }

  /** The address of Jaeger's page and HTTP API; only where the options name one. */
  public URI jaegerAddress() {
    return requireJaeger().page();
  }

  /** Jaeger's process; only where the options name one. */
  public StackProcess jaegerProcess() {
    return requireJaeger().process();
  }

  private Jaeger requireJaeger() {
    if (jaeger == null) {
      throw new IllegalStateException("the stack has no Jaeger");
    }
    return jaeger;
  }

  /**
   * The service of that name: {@code ingest}, {@code audit} (the second {@code audit-2}), {@code
   * operator-<stage>} (the second {@code operator-<stage>-2}), or {@code operators} where one
   * process runs all stages.
   */
  public Service service(String name) {
    return services.named(name);
  }

  /** The operator of a stage. */
  public Service operator(String stage) {
    return service(Service.OPERATOR_PREFIX + stage);
  }

  /** Every service that the stack starts, in the order of the pipeline. */
  public List<Service> services() {
    return services.all();
  }

  /** The services that the stack only prepares, for somebody else to start. */
  public List<Service> externalServices() {
    return services.external();
  }

  /**
   * Waits, without a limit, until a service that somebody else starts is ready.
   *
   * @throws StackException if a part of the stack dies meanwhile
   */
  public void awaitReady(Service external) {
    while (!external.isReady(client)) {
      requireAlive();
      Pause.millis(PAUSE_MILLIS);
    }
  }

  /**
   * Lets so many instances of a stage's operator run, and waits until those that are new are ready.
   * Those with the highest numbers end first: they finish what they hold, commit and leave.
   */
  public void scale(String stage, int instances) {
    services.scale(stage, instances, Readiness.within(CHANGE_LIMIT), client);
  }

  /** The stage that a service runs; empty: it is no operator. */
  public Optional<String> stageOf(String service) {
    return services.stageOf(service);
  }

  /** The operators of a stage that are to run. */
  public List<StackProcess> operators(String stage) {
    return services.operators(stage);
  }

  /**
   * The file that calls upon the operators of a stage to crash; they follow it only where faults
   * are enabled.
   */
  public Path crashCall(String stage, CrashPoint point) {
    String group = pipeline.group(pipeline.stage(stage).orElseThrow());
    return services.marks().resolve(group + "-" + point.word() + ".call");
  }

  /**
   * Every process, by its name: the services', {@code broker}, {@code broker-2} and so on, {@code
   * postgresql}.
   */
  public StackProcess process(String name) {
    Optional<StackProcess> broker = brokers.process(name);
    if (broker.isPresent()) {
      return own(broker.get());
    }
    return name.equals(Postgres.NAME) ? own(postgres.process()) : service(name).process();
  }

  private StackProcess own(StackProcess server) {
    if (sharing) {
      throw new IllegalArgumentException(server.name() + " is shared with other stacks");
    }
    return server;
  }

  /**
   * Waits until a process that was started again is ready.
   *
   * @throws StackException if it dies or takes too long
   */
  public void awaitReady(String name) {
    Readiness readiness = Readiness.within(CHANGE_LIMIT);
    if (brokers.process(name).isPresent()) {
      brokers.awaitReady(name, readiness);
    } else if (name.equals(Postgres.NAME)) {
      postgres.awaitReady(readiness);
    } else {
      service(name).awaitReady(readiness, client);
    }
  }

  /**
   * The proxies between a service and what it connects to: one for each broker, or the database.
   *
   * @throws IllegalArgumentException if the options ask for none, or it has no such connection
   */
  public List<TcpProxy> proxies(String service, Peer peer) {
    List<TcpProxy> proxies =
        peer == Peer.BROKER
            ? brokers.proxies(service)
            : Stream.ofNullable(postgres.entrances().proxy(service)).toList();
    if (proxies.isEmpty()) {
      throw new IllegalArgumentException("no proxy between " + service + " and the " + peer);
    }
    return proxies;
  }

  public Upload upload(Path file, String source) {
    return Upload.begin(client, service(Service.INGEST).address(), pipeline.name(), file, source);
  }

  /** The audit's report as it stands; empty while the audit does not answer. */
  public Optional<Report> report() {
    return audit.report();
  }

  /** Where the audit gives the report. */
  public URI reportAddress() {
    return audit.reportAddress();
  }

  /** Where the audit gives the lineage of what stands at a place. */
  public URI lineageAddress(TopicPartition partition, long offset) {
    return audit.lineageAddress(partition, offset);
  }

  /**
   * What the audit answers to a call.
   *
   * @param path such as {@code /v1/findings/7}
   * @throws StackException if it refuses it
   */
  public JsonNode audit(String path) {
    return audit.json(path);
  }

  /**
   * Starts a second audit, which reads the same topics from their beginning into a database of its
   * own, and waits until it is ready. It ends with the stack; there can be one.
   */
  public AuditClient startWitness() {
    Service witness = services.addWitness();
    witness.process().start();
    witness.awaitReady(Readiness.within(CHANGE_LIMIT), client);
    return new AuditClient(client, witness.address(), pipeline.name());
  }

  /** Asks the stack's audit. */
  public AuditClient audit() {
    return audit;
  }

  /** Why the audit last gave no report. */
  public String reportProblem() {
    return audit.problem();
  }

  /** The newest findings, at most {@code limit}. */
  public List<Finding> findings(int limit) {
    return audit.findings(limit);
  }

  /** Of each part that has died on its own: its name, exit code and last log lines. */
  public List<String> deaths() {
    return closed.get()
        ? List.of()
        : processes().flatMap(process -> process.death().stream()).toList();
  }

  /**
   * Fails if a part has died on its own.
   *
   * @throws StackException that tells of the deaths
   */
  public void requireAlive() {
    List<String> deaths = deaths();
    if (!deaths.isEmpty()) {
      throw new StackException(String.join(System.lineSeparator(), deaths));
    }
  }

  /** Whether it is closed or being closed, as by Ctrl-C. */
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      processes().forEach(StackProcess::resume);
      try {
        guard.close();
      } finally {
        if (!sharing) {
          brokers.closeProxies();
          postgres.entrances().close();
        }
        if (Thread.currentThread() != closing) {
          Runtime.getRuntime().removeShutdownHook(closing);
        }
      }
    }
  }

  private static HttpClient client(@Nullable Security security) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    if (security != null) {
      client.sslContext(security.certificates().trusted());
    }
    return client.build();
  }

  /**
   * Starts everything at the same time as far as it can wait for the rest: ingest and operators
   * wait for their broker, an audit does not wait for its database. A cluster is complete before
   * anything creates topics on it, which need all of its brokers.
   */
  private void bringUp(StackOptions options) {
    Readiness readiness = Readiness.within(options.startLimit());
    options.progress().accept("starting " + (sharing ? "" : servers()) + names(services.all()));
    CompletableFuture<Void> ledger =
        CompletableFuture.runAsync(() -> startPostgres(readiness), Stack::startThread);
    if (!sharing) {
      brokers.start();
    }
    boolean later = brokers.size() > 1 || options.preparation() != null || jaeger != null;
    if (!later) {
      start(service -> !Service.isAudit(service.process().name()));
      join(ledger);
      start(service -> true);
    }
    brokers.awaitReady(readiness);
    join(ledger);
    if (later) {
      prepare(options, readiness);
      start(service -> true);
    }
    services.all().forEach(service -> service.awaitReady(readiness, client));
  }

  private String servers() {
    return brokers.size() == 1
        ? "a Kafka broker, PostgreSQL, "
        : brokers.size() + " Kafka brokers, PostgreSQL, ";
  }

  private void startPostgres(Readiness readiness) {
    if (sharing) {
      postgres.create(database);
    } else {
      postgres.start();
      postgres.awaitReady(readiness);
    }
  }

  private void prepare(StackOptions options, Readiness readiness) {
    if (jaeger != null) {
      jaeger.process().start();
      jaeger.awaitReady(readiness, client);
    }
    if (options.preparation() != null) {
      options.preparation().accept(this);
    }
  }

  /** Starts those services that are of a kind and do not run yet. */
  private void start(Predicate<Service> kind) {
    services.all().stream()
        .filter(kind)
        .map(Service::process)
        .filter(process -> !process.isWanted())
        .forEach(StackProcess::start);
  }

  private static String names(List<Service> services) {
    return services.stream()
        .map(service -> service.process().name())
        .collect(Collectors.joining(", "));
  }

  private static void startThread(Runnable work) {
    new Thread(work, "start-postgresql").start();
  }

  private static void join(CompletableFuture<Void> work) {
    try {
      work.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Services services(StackOptions options, EffectivePipeline effective) {
    Path file = guard.folder().resolve("pipeline.yml");
    try {
      Files.writeString(file, effective.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> common = new HashMap<>(options.environment());
    common.put("STREAMPROOF_PIPELINES", file.toString());
    common.putIfAbsent("STREAMPROOF_INGEST_CLAIMINTERVAL", CLAIM_INTERVAL);
    // They are started before their brokers are ready.
    String limit = options.startLimit().toSeconds() + "s";
    common.putIfAbsent("STREAMPROOF_STARTUP_TIMEOUT", limit);
    common.putIfAbsent("STREAMPROOF_INGEST_STARTUP_TIMEOUT", limit);
    if (jaeger != null) {
      common.put("OTEL_EXPORTER_OTLP_ENDPOINT", jaeger.otlp().toString());
      common.put("STREAMPROOF_JAEGER_URL", jaeger.page().toString());
    }
    Services prepared = new Services(guard, brokers, postgres, database, pipeline, common, options);
    prepared.addIngest();
    prepared.addOperators();
    for (int number = 1; number <= options.audits(); number++) {
      prepared.addAudit(number);
    }
    return prepared;
  }

  private static Set<String> audits(Set<String> services) {
    return services.stream().filter(Service::isAudit).collect(Collectors.toSet());
  }

  /** Those that end with the stack, and the servers that it shares. */
  private Stream<StackProcess> processes() {
    List<StackProcess> all = new ArrayList<>(brokers.processes());
    all.add(postgres.process());
    if (jaeger != null) {
      all.add(jaeger.process());
    }
    services.all().forEach(service -> all.add(service.process()));
    return all.stream();
  }
}
