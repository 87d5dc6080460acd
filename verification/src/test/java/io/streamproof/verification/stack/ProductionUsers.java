package io.streamproof.verification.stack;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.Yaml;

/**
 * The topics and users of {@code k8s/} in production, made on a broker as Strimzi makes them: each
 * user may do what is written, and nothing else.
 */
final class ProductionUsers {
  private static final Path KUBERNETES = Path.of("../k8s");
  private static final Path FLIGHTS = KUBERNETES.resolve("pipelines/flights");
  private static final Path PRODUCTION = KUBERNETES.resolve("overlays/production");
  private static final int ITERATIONS = 4_096;
  private static final Map<String, ResourceType> RESOURCES =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "transactionalId", ResourceType.TRANSACTIONAL_ID);

  private final Map<String, List<Map<?, ?>>> rights = new LinkedHashMap<>();

  ProductionUsers() {
    Stream.of(PRODUCTION.resolve("users.yaml"), FLIGHTS.resolve("strimzi/users.yaml"))
        .flatMap(ProductionUsers::documents)
        .forEach(user -> rights.put(name(user), new ArrayList<>(acls(user))));
    documents(FLIGHTS.resolve("strimzi/kustomization.yaml"))
        .flatMap(component -> maps(component.get("patches")))
        .forEach(this::patch);
  }

  /** The specification that these users serve. */
  static Path pipeline() {
    return FLIGHTS.resolve("pipeline.yml");
  }

  /** The user that a service comes as, {@code ingest} or {@code operator-late}, say. */
  static String of(String service) {
    return "streamproof-" + service.replace("operator-", "flights-");
  }

  /** What production tells each service of the brokers. */
  static Map<String, String> settings() {
    return documents(PRODUCTION.resolve("kafka.yaml"))
        .flatMap(
            patch ->
                maps(
                    at(at(at(at(patch, "spec"), "template"), "spec").get("containers"), 0)
                        .get("env")))
        .collect(
            toMap(
                variable -> String.valueOf(variable.get("name")),
                variable -> String.valueOf(variable.get("value"))));
  }

  Set<String> names() {
    return rights.keySet();
  }

  /** Makes topics and users, all with one password. */
  void make(String brokers, String password) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin.createTopics(topics()).all().get();
      admin
          .alterUserScramCredentials(names().stream().map(user -> login(user, password)).toList())
          .all()
          .get();
      admin.createAcls(bindings()).all().get();
    } catch (ExecutionException e) {
      throw new StackException("cannot make the users: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted");
    }
  }

  private static UserScramCredentialAlteration login(String user, String password) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password);
  }

  private void patch(Map<?, ?> patch) {
    String user = String.valueOf(at(patch, "target").get("name"));
    List<?> operations = new Yaml().load(String.valueOf(patch.get("patch")));
    maps(operations)
        .forEach(operation -> Objects.requireNonNull(rights.get(user)).add(at(operation, "value")));
  }

  private Collection<AclBinding> bindings() {
    List<AclBinding> all = new ArrayList<>();
    rights.forEach((user, acls) -> acls.forEach(acl -> all.addAll(bindings(user, acl))));
    return all;
  }

  private static List<AclBinding> bindings(String user, Map<?, ?> acl) {
    Map<?, ?> resource = at(acl, "resource");
    ResourcePattern pattern =
        new ResourcePattern(
            Objects.requireNonNull(RESOURCES.get(String.valueOf(resource.get("type")))),
            String.valueOf(resource.get("name")),
            "prefix".equals(resource.get("patternType"))
                ? PatternType.PREFIXED
                : PatternType.LITERAL);
    return ((List<?>) Objects.requireNonNull(acl.get("operations")))
        .stream()
            .map(
                operation ->
                    new AclBinding(
                        pattern,
                        new AccessControlEntry(
                            "User:" + user, "*", operation(operation), AclPermissionType.ALLOW)))
            .toList();
  }

  private static AclOperation operation(Object name) {
    String constant = String.valueOf(name).replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return AclOperation.valueOf(constant.toUpperCase(Locale.ROOT));
  }

  /** There is one broker, so one replica. */
  private static List<NewTopic> topics() {
    return documents(FLIGHTS.resolve("strimzi/topics.yaml"))
        .flatMap(list -> maps(list.get("items")))
        .map(
            topic -> {
              Map<?, ?> spec = at(topic, "spec");
              Map<String, String> configs = new LinkedHashMap<>();
              at(spec, "config")
                  .forEach((key, value) -> configs.put(String.valueOf(key), String.valueOf(value)));
              configs.remove("min.insync.replicas");
              return new NewTopic(name(topic), (Integer) spec.get("partitions"), (short) 1)
                  .configs(configs);
            })
        .toList();
  }

  private static String name(Map<?, ?> object) {
    return String.valueOf(at(object, "metadata").get("name"));
  }

  private static List<Map<?, ?>> acls(Map<?, ?> user) {
    return maps(at(at(user, "spec"), "authorization").get("acls")).toList();
  }

  private static Map<?, ?> at(Map<?, ?> map, String name) {
    return (Map<?, ?>) Objects.requireNonNull(map.get(name), name);
  }

  private static Map<?, ?> at(Object list, int index) {
    return (Map<?, ?>) ((List<?>) list).get(index);
  }

  private static Stream<Map<?, ?>> maps(Object list) {
    return ((List<?>) list).stream().map(element -> (Map<?, ?>) element);
  }

  private static Stream<Map<?, ?>> documents(Path file) {
    try {
      return StreamSupport.stream(new Yaml().loadAll(Files.readString(file)).spliterator(), false)
          .map(document -> (Map<?, ?>) document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
