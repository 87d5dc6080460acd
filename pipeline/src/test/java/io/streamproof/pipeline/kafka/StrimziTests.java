package io.streamproof.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.streamproof.pipeline.YamlDocuments;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What {@code k8s/} says in terms that only Java's types know: Strimzi's kinds have no field that
 * Strimzi does not know, its topics are those that the services would make, and what is mounted can
 * be read.
 */
class StrimziTests {
  private static final Path KUBERNETES = Path.of("../k8s");
  private static final Path FLIGHTS = KUBERNETES.resolve("pipelines/flights");
  private static final PipelineSpecification PIPELINE =
      SpecificationReader.read(FLIGHTS.resolve("pipeline.yml"), null);
  private static final TopicSettings AS_THEY_ARE = new TopicSettings(true, (short) -1, Map.of());

  /** Strimzi's own way is to keep what it does not know. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated setter) {
                  return false;
                }

                @Override
                public JsonIgnoreProperties.Value findPropertyIgnoralByName(
                    MapperConfig<?> config, Annotated type) {
                  return JsonIgnoreProperties.Value.empty();
                }
              });

  @Test
  void topicsAreThoseThatTheServicesWouldMake() {
    Map<String, Integer> partitions = new HashMap<>();
    for (KafkaTopic topic : topics()) {
      String name = topic.getMetadata().getName();
      partitions.put(name, topic.getSpec().getPartitions());
      Map<String, String> configs = new HashMap<>();
      topic.getSpec().getConfig().forEach((key, value) -> configs.put(key, String.valueOf(value)));
      assertThat(configs)
          .as(name)
          .containsEntry("min.insync.replicas", "2")
          .containsAllEntriesOf(Topics.configs(name, AS_THEY_ARE));
    }
    assertThat(partitions).isEqualTo(needed());
  }

  @Test
  void usersAreKnownToStrimzi() {
    List<Map<String, Object>> users =
        Stream.of(
                FLIGHTS.resolve("strimzi/users.yaml"),
                FLIGHTS.resolve("autoscaling-sasl/user.yaml"),
                KUBERNETES.resolve("overlays/production/users.yaml"))
            .flatMap(YamlDocuments::of)
            .toList();
    assertThat(users)
        .hasSize(PIPELINE.stages().size() + 3)
        .allSatisfy(user -> STRICT.convertValue(user, KafkaUser.class));
  }

  @Test
  void aMisspeltFieldIsFound() {
    assertThatThrownBy(
            () ->
                STRICT.convertValue(
                    Map.of("kind", "KafkaTopic", "spec", Map.of("partition", 4)), KafkaTopic.class))
        .hasMessageContaining("partition");
  }

  @Test
  void thePlanOfFaultsCanBeRead() {
    assertThat(
            FaultPlanReader.read(
                    KUBERNETES.resolve("components/fault-injection/plan.yml"), PIPELINE)
                .faults())
        .isNotEmpty();
  }

  private static List<KafkaTopic> topics() {
    return YamlDocuments.of(FLIGHTS.resolve("strimzi/topics.yaml"))
        .flatMap(list -> ((List<?>) Objects.requireNonNull(list.get("items"))).stream())
        .map(topic -> STRICT.convertValue(topic, KafkaTopic.class))
        .toList();
  }

  private static Map<String, Integer> needed() {
    Map<String, Integer> partitions = new HashMap<>();
    Stream.concat(
            Stream.of(PIPELINE.sourceTopic(), PIPELINE.claimsTopic()),
            PIPELINE.stages().stream()
                .flatMap(
                    stage ->
                        Stream.of(PIPELINE.outputTopic(stage), PIPELINE.deadLetterTopic(stage))))
        .forEach(topic -> partitions.put(topic, PIPELINE.partitionsOf(topic)));
    return partitions;
  }
}
