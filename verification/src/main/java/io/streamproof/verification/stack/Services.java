package io.streamproof.verification.stack;

import io.streamproof.pipeline.spec.OperatorSpecification;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.StageSpecification;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The services of a stack, by name, each configured for its part. */
final class Services {
  private static final String WITNESS = "witness";
  private static final String HEAP = "1g";
  private static final String HEAP_OF_OPERATORS = "2g";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, List<Service>> operators = new HashMap<>();
  private final Guard guard;
  private final BrokerCluster brokers;
  private final Postgres postgres;
  private final String database;
  private final PipelineSpecification pipeline;
  private final Map<String, String> common;
  private final StackOptions options;

  Services(
      Guard guard,
      BrokerCluster brokers,
      Postgres postgres,
      String database,
      PipelineSpecification pipeline,
      Map<String, String> common,
      StackOptions options) {
    this.guard = guard;
    this.brokers = brokers;
    this.postgres = postgres;
    this.database = database;
    this.pipeline = pipeline;
    this.common = Map.copyOf(common);
    this.options = options;
  }

  synchronized Service named(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("no service " + name + "; there are " + services.keySet());
    }
    return service;
  }

  /** The services that the stack starts, in the order of the pipeline. */
  synchronized List<Service> all() {
    return services.values().stream().filter(service -> !isExternal(service)).toList();
  }

  /** The services that somebody else starts. */
  synchronized List<Service> external() {
    return services.values().stream().filter(this::isExternal).toList();
  }

  private boolean isExternal(Service service) {
    return options.isExternal(service.process().name());
  }

  void addIngest() {
    add(Service.INGEST, "ingest-service", HEAP, Map.of());
  }

  /** The operators of all stages: one process for those together, and one for each other. */
  void addOperators() {
    List<String> stages = pipeline.stages().stream().map(StageSpecification::name).toList();
    List<String> together =
        stages.stream()
            .filter(options::isTogether)
            .filter(stage -> !options.isExternal(operator(stage)))
            .toList();
    if (!together.isEmpty()) {
      together.forEach(this::requireNothingOfItsOwn);
      add(
          Service.OPERATORS,
          Service.OPERATOR_MODULE,
          HEAP_OF_OPERATORS,
          operatorSettings(together));
    }
    stages.stream().filter(stage -> !together.contains(stage)).forEach(this::addOperator);
  }

  private void requireNothingOfItsOwn(String stage) {
    String name = operator(stage);
    if (options.proxied().contains(name) || options.particular().containsKey(name)) {
      throw new IllegalArgumentException(
          name + " has settings or a proxy of its own, and so needs a process of its own");
    }
  }

  /** One more operator for a stage. */
  synchronized void addOperator(String stage) {
    List<Service> instances = operators.computeIfAbsent(stage, name -> new ArrayList<>());
    String name = instance(operator(stage), instances.size() + 1);
    instances.add(add(name, Service.OPERATOR_MODULE, HEAP, operatorSettings(List.of(stage))));
  }

  private static String operator(String stage) {
    return Service.OPERATOR_PREFIX + stage;
  }

  private Map<String, String> operatorSettings(List<String> stages) {
    Map<String, String> own = new HashMap<>();
    own.put(
        "STREAMPROOF_STAGE",
        stages.stream()
            .map(stage -> pipeline.name() + "/" + stage)
            .collect(Collectors.joining(",")));
    own.put("STREAMPROOF_FAULTS_MARKS", marks().toString());
    if (stages.stream().anyMatch(this::isCustom)) {
      own.putAll(customOperators());
    }
    return own;
  }

  private boolean isCustom(String stage) {
    return pipeline.stage(stage).orElseThrow().operator() instanceof OperatorSpecification.Custom;
  }

  /** Tells where they are: for who runs one, and for the audit, which repeats all stages. */
  private Map<String, String> customOperators() {
    Path jars = options.operators();
    return jars == null ? Map.of() : Map.of(Service.LOADER_PATH, jars.toAbsolutePath().toString());
  }

  /** The stage of an operator; empty: the service is none. */
  synchronized Optional<String> stageOf(String service) {
    return operators.entrySet().stream()
        .filter(
            each ->
                each.getValue().stream()
                    .anyMatch(operator -> operator.process().name().equals(service)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  synchronized List<StackProcess> operators(String stage) {
    return operators.getOrDefault(stage, List.of()).stream()
        .map(Service::process)
        .filter(StackProcess::isWanted)
        .toList();
  }

  /** The folder in which operators mark their crashes, and are called upon to crash. */
  Path marks() {
    return guard.folder().resolve("marks");
  }

  void addAudit(int number) {
    String name = instance(Service.AUDIT, number);
    // Audits of other stacks on the same broker must not share the work of this one.
    Map<String, String> group =
        options.servers() == null ? Map.of() : Map.of("STREAMPROOF_AUDIT_GROUP", database);
    addAudit(name, postgres.jdbcUrl(name, database), group);
  }

  /** An audit that shares nothing with the others but the brokers, nor meets a proxy. */
  Service addWitness() {
    String own = WITNESS + "_" + database;
    return addAudit(WITNESS, postgres.create(own), Map.of("STREAMPROOF_AUDIT_GROUP", own));
  }

  private Service addAudit(String name, String database, Map<String, String> further) {
    Map<String, String> own = new HashMap<>(customOperators());
    own.putAll(further);
    own.put("SPRING_DATASOURCE_URL", database + "?ApplicationName=" + name);
    own.put("SPRING_DATASOURCE_USERNAME", postgres.user());
    own.put("SPRING_DATASOURCE_PASSWORD", postgres.password());
    return add(name, "audit-service", HEAP, own);
  }

  /** Starts or ends the operators of a stage but the first, until there are so many. */
  void scale(String stage, int instances, Readiness readiness, HttpClient client) {
    List<Service> operators = operators(stage, instances);
    List<Service> fresh =
        operators.subList(1, instances).stream()
            .filter(service -> !service.process().isWanted())
            .toList();
    fresh.forEach(service -> service.process().start());
    operators.subList(instances, operators.size()).stream()
        .filter(service -> service.process().isWanted())
        .forEach(service -> service.process().stop(STOP_LIMIT));
    fresh.forEach(service -> service.awaitReady(readiness, client));
  }

  /** All instances that a stage has had, and at least so many. */
  private synchronized List<Service> operators(String stage, int least) {
    while (operators.getOrDefault(stage, List.of()).size() < least) {
      addOperator(stage);
    }
    return List.copyOf(operators.getOrDefault(stage, List.of()));
  }

  private static String instance(String name, int number) {
    return number == 1 ? name : name + "-" + number;
  }

  private synchronized Service add(
      String name, String module, String maximumHeap, Map<String, String> own) {
    if (services.containsKey(name)) {
      throw new IllegalArgumentException("two services would be named " + name);
    }
    Map<String, String> environment = new HashMap<>(common);
    environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", brokers.address(name));
    environment.putAll(own);
    StackOptions.Settings settings = options.particular().get(name);
    if (settings != null) {
      environment.keySet().removeIf(variable -> variable.startsWith("SPRING_DATASOURCE_"));
      environment.putAll(settings.at(brokers.address(name), postgres.address(name)));
    }
    if (options.isExternal(name)) {
      // Otherwise in its temporary folder, which is the stack's only for processes of the stack.
      environment.put("STREAMPROOF_STATE_DIR", guard.folder().resolve(name).toString());
    }
    Service service = Service.prepare(name, module, maximumHeap, environment, guard);
    services.put(name, service);
    return service;
  }
}
