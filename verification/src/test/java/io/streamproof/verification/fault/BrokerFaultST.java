package io.streamproof.verification.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.TopicReader;
import io.streamproof.verification.workload.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of three brokers. Whatever befalls them while the promise of acks=all holds, all
 * results are right, and proven; and where it is broken on purpose, acknowledged records are gone.
 */
class BrokerFaultST {
  private static final int BROKERS = 3;

  @TempDir private Path folder;

  // Now and then the operators end while brokers are lost, and why is not known yet.
  @Tag("open")
  @Test
  void resultsAreProvenWhicheverBrokersAreLostAndRecordsGoOnlyByAnUncleanElection()
      throws IOException, ExecutionException, InterruptedException {
    Operations operations = Till.operations("brokers.yml", BROKERS);
    StackOptions options =
        StackOptions.of(Till.PIPELINE)
            .withBrokers(BROKERS)
            .withStagesTogetherBut(operations.disturbed(List.of("priced")))
            .withProxies(operations.proxied())
            .with("STREAMPROOF_SESSION_TIMEOUT", "4s");
    try (Stack stack = Stack.start(options)) {
      run(stack, operations);
      keepsEachRecordThreeTimesAndAcknowledgesWhatTwoHave(stack);
      Till.provesAll(stack);

      Set<String> atRisk = places(run(stack, Till.operations("lose.yml", BROKERS)));
      atRisk.removeAll(places(standing(stack)));
      assertThat(atRisk).hasSizeGreaterThanOrEqualTo(50).allMatch(place -> place.startsWith("1@"));
      keepsEachRecordThreeTimesAndAcknowledgesWhatTwoHave(stack);
    }
  }

  /**
   * Runs operations while orders come in; gives the records that they may have made brokers lose.
   */
  private List<SourceRecord> run(Stack stack, Operations operations) throws IOException {
    try (OperationsLog log = OperationsLog.create(folder.resolve("operations.log"));
        OperationsRun run = operations.begin(stack, log)) {
      try (Feeder feeder = new Feeder(stack, new Orders(20_260_101), folder)) {
        awaitThat(stack, run::isDone);
        assertThat(feeder.accepted()).isPositive();
      }
      OperationsOutcome outcome = run.finish(Till.LIMIT);
      assertThat(outcome.failed()).isEmpty();
      assertThat(outcome.isComplete()).isTrue();
      return run.atRisk();
    }
  }

  private static void awaitThat(Stack stack, BooleanSupplier condition) {
    await()
        .atMost(Till.LIMIT)
        .pollInterval(Till.LOOK)
        .until(
            () -> {
              stack.requireAlive();
              return condition.getAsBoolean();
            });
  }

  private static List<SourceRecord> standing(Stack stack) {
    List<SourceRecord> standing = new ArrayList<>();
    new TopicReader(stack.brokers())
        .read(stack.pipeline().sourceTopic(), record -> standing.add(SourceRecord.of(record)));
    return standing;
  }

  /** A record at its place, by its event: another record may stand there. */
  private static Set<String> places(List<SourceRecord> records) {
    Set<String> places = new HashSet<>();
    for (SourceRecord record : records) {
      byte[] id = Objects.requireNonNull(record.header(HeaderNames.ID));
      byte[] source = Objects.requireNonNull(record.header(HeaderNames.SOURCE));
      places.add(
          "%s@%s %s#%s"
              .formatted(
                  record.partition(),
                  record.offset(),
                  new String(source, UTF_8),
                  new String(id, UTF_8)));
    }
    return places;
  }

  private static void keepsEachRecordThreeTimesAndAcknowledgesWhatTwoHave(Stack stack)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.brokers()))) {
      Set<String> topics =
          admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      assertThat(topics).contains("till.source", "__consumer_offsets", "__transaction_state");
      for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        assertThat(replicasInSync(admin, topic.name())).as(topic.name()).isEqualTo("2");
        assertThat(topic.partitions())
            .as(topic.name())
            .allSatisfy(partition -> assertThat(partition.isr()).hasSize(BROKERS));
      }
    }
  }

  private static String replicasInSync(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
    return config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value();
  }
}
