package io.streamproof.verification.stack;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services of a stack, by name, each configured for its part. */
final class Services {
  private static final String AUDIT = "audit";
  private static final String WITNESS = "witness";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, List<Service>> operators = new HashMap<>();
  private final Guard guard;
  private final FreePorts ports;
  private final KafkaBroker broker;
  private final Postgres postgres;
  private final String pipeline;
  private final Map<String, String> common;

  Services(
      Guard guard,
      FreePorts ports,
      KafkaBroker broker,
      Postgres postgres,
      String pipeline,
      Map<String, String> common) {
    this.guard = guard;
    this.ports = ports;
    this.broker = broker;
    this.postgres = postgres;
    this.pipeline = pipeline;
    this.common = Map.copyOf(common);
  }

  static boolean isAudit(String name) {
    return name.equals(AUDIT) || name.startsWith(AUDIT + "-");
  }

  synchronized Service named(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("no service " + name + "; there are " + services.keySet());
    }
    return service;
  }

  synchronized List<Service> all() {
    return List.copyOf(services.values());
  }

  synchronized Set<String> names() {
    return Set.copyOf(services.keySet());
  }

  void addIngest() {
    add("ingest", "ingest-service", Map.of());
  }

  /** One more operator for a stage. */
  synchronized void addOperator(String stage) {
    List<Service> instances = operators.computeIfAbsent(stage, name -> new ArrayList<>());
    String name = instance("operator-" + stage, instances.size() + 1);
    instances.add(
        add(
            name,
            "operator-service",
            Map.of(
                "STREAMPROOF_STAGE",
                pipeline + "/" + stage,
                "STREAMPROOF_FAULTS_MARKS",
                marks().toString())));
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
    String name = instance(AUDIT, number);
    addAudit(name, postgres.jdbcUrl(name), Map.of());
  }

  /** An audit that shares nothing with the others but the brokers, nor meets a proxy. */
  Service addWitness() {
    return addAudit(WITNESS, postgres.create(WITNESS), Map.of("STREAMPROOF_AUDIT_GROUP", WITNESS));
  }

  private Service addAudit(String name, String database, Map<String, String> further) {
    Map<String, String> own = new HashMap<>(further);
    own.put("SPRING_DATASOURCE_URL", database + "?ApplicationName=" + name);
    own.put("SPRING_DATASOURCE_USERNAME", postgres.user());
    own.put("SPRING_DATASOURCE_PASSWORD", postgres.password());
    return add(name, "audit-service", own);
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

  private synchronized Service add(String name, String module, Map<String, String> own) {
    if (services.containsKey(name)) {
      throw new IllegalArgumentException("two services would be named " + name);
    }
    Map<String, String> environment = new HashMap<>(common);
    environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", broker.address(name));
    environment.putAll(own);
    Service service = Service.prepare(name, module, environment, guard, ports);
    services.put(name, service);
    return service;
  }
}
