package io.streamproof.verification.stack;

import static java.util.stream.Collectors.toMap;

import io.streamproof.pipeline.YamlDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The topics and users of {@code k8s/} in production, made on a broker as Strimzi makes them: each
 * user may do what is written, and nothing else.
 */
final class ProductionUsers {
  private static final Path KUBERNETES = Path.of("../k8s");
  private static final Path FLIGHTS = KUBERNETES.resolve("pipelines/flights");
  private static final Path PRODUCTION = KUBERNETES.resolve("overlays/production");
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int ITERATIONS = 4_096;
  private static final Map<String, ResourceType> RESOURCES =
      Map.of(
          "topic", ResourceType.TOPIC,
          "group", ResourceType.GROUP,
          "transactionalId", ResourceType.TRANSACTIONAL_ID);

  private final Map<String, List<JsonNode>> rights = new LinkedHashMap<>();

  ProductionUsers() {
    Stream.of(PRODUCTION.resolve("users.yaml"), FLIGHTS.resolve("strimzi/users.yaml"))
        .flatMap(ProductionUsers::documents)
        .forEach(
            user ->
                rights.put(
                    name(user),
                    new ArrayList<>(user.at("/spec/authorization/acls").valueStream().toList())));
    documents(FLIGHTS.resolve("strimzi/kustomization.yaml"))
        .flatMap(component -> component.path("patches").valueStream())
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
        .flatMap(patch -> patch.at("/spec/template/spec/containers/0/env").valueStream())
        .collect(
            toMap(
                variable -> variable.path("name").asString(),
                variable -> variable.path("value").asString()));
  }

  /** Makes topics and users, all with one password. */
  void make(String brokers, String password) {
    List<UserScramCredentialAlteration> logins =
        rights.keySet().stream().map(user -> login(user, password)).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin.createTopics(topics()).all().get();
      admin.alterUserScramCredentials(logins).all().get();
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

  private void patch(JsonNode patch) {
    List<JsonNode> acls = Objects.requireNonNull(rights.get(patch.at("/target/name").asString()));
    Object operations = new Yaml().load(patch.path("patch").asString());
    MAPPER
        .<JsonNode>valueToTree(operations)
        .valueStream()
        .forEach(operation -> acls.add(operation.path("value")));
  }

  private List<AclBinding> bindings() {
    List<AclBinding> all = new ArrayList<>();
    rights.forEach((user, acls) -> acls.forEach(acl -> all.addAll(bindings(user, acl))));
    return all;
  }

  private static List<AclBinding> bindings(String user, JsonNode acl) {
    JsonNode resource = acl.path("resource");
    ResourcePattern pattern =
        new ResourcePattern(
            Objects.requireNonNull(RESOURCES.get(resource.path("type").asString())),
            resource.path("name").asString(),
            resource.path("patternType").asString("").equals("prefix")
                ? PatternType.PREFIXED
                : PatternType.LITERAL);
    return acl.path("operations")
        .valueStream()
        .map(
            operation ->
                new AclBinding(
                    pattern,
                    new AccessControlEntry(
                        "User:" + user,
                        "*",
                        operation(operation.asString()),
                        AclPermissionType.ALLOW)))
        .toList();
  }

  private static AclOperation operation(String name) {
    String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return AclOperation.valueOf(constant.toUpperCase(Locale.ROOT));
  }

  /** There is one broker, so one replica. */
  private static List<NewTopic> topics() {
    return documents(FLIGHTS.resolve("strimzi/topics.yaml"))
        .flatMap(list -> list.path("items").valueStream())
        .map(ProductionUsers::topic)
        .toList();
  }

  private static NewTopic topic(JsonNode topic) {
    Map<String, String> configs = new LinkedHashMap<>();
    topic
        .at("/spec/config")
        .properties()
        .forEach(config -> configs.put(config.getKey(), config.getValue().asString()));
    configs.remove("min.insync.replicas");
    return new NewTopic(name(topic), topic.at("/spec/partitions").asInt(), (short) 1)
        .configs(configs);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asString();
  }

  private static Stream<JsonNode> documents(Path file) {
    return YamlDocuments.of(file).map(document -> MAPPER.<JsonNode>valueToTree(document));
  }
}
