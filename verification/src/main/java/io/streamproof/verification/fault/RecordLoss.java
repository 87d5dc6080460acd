package io.streamproof.verification.fault;

import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.verification.stack.Service;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackException;
import io.streamproof.verification.stack.StackProcess;
import io.streamproof.verification.stack.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Has brokers lose records of the source topic that they have acknowledged. The topic is content
 * with one replica in sync; the followers are stopped, the leader acknowledges alone and is killed,
 * and a follower without its last records becomes the leader by an unclean election. All are then
 * up again, and the topic is as demanding as before.
 *
 * <p>Ingest stands still while the leader is killed: whatever the leader has is then acknowledged,
 * and is told to be at risk. Operators are stopped before, so that none has read what is then lost:
 * Kafka Streams would fail, and whoever runs the operator would have to start it again.
 */
final class RecordLoss {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long PAUSE_MILLIS = 100;
  private static final String INGEST = "ingest";

  private final Stack stack;
  private final Consumer<SourceRecord> atRisk;
  private final String topic;

  RecordLoss(Stack stack, Consumer<SourceRecord> atRisk) {
    this.stack = stack;
    this.atRisk = atRisk;
    this.topic = stack.pipeline().sourceTopic();
  }

  void cause(Action.LoseRecords lose, Runnable healing) throws InterruptedException {
    TopicPartition partition = new TopicPartition(topic, lose.partition());
    String leader =
        new BrokerRoles(stack).processOf(new BrokerRole.Leader("source", lose.partition()));
    List<StackProcess> followers =
        stack.brokerProcesses().stream().filter(each -> !each.name().equals(leader)).toList();
    List<StackProcess> operators = operators();
    operators.forEach(operator -> operator.stop(STOP_LIMIT));
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", stack.brokers()))) {
      requireInSync(admin, AlterConfigOp.OpType.SET);
      followers.forEach(follower -> follower.stop(STOP_LIMIT));
      await("the leader to be alone in sync", () -> described(admin, partition).isr().size() == 1);
      long alone = end(admin, partition);
      await("input", () -> end(admin, partition) >= alone + lose.records());
      killLeader(stack.process(leader), partition);
      followers.forEach(StackProcess::start);
      elect(admin, partition, leader);
      stack.process(leader).start();
      healing.run();
      stack.brokerProcesses().forEach(broker -> stack.awaitReady(broker.name()));
      requireInSync(admin, AlterConfigOp.OpType.DELETE);
      operators.forEach(StackProcess::start);
      operators.forEach(operator -> stack.awaitReady(operator.name()));
    } catch (ExecutionException e) {
      throw new StackException(partition + " did not lose records: " + e.getCause());
    }
  }

  private List<StackProcess> operators() {
    return stack.services().stream()
        .filter(Service::isOperator)
        .map(Service::process)
        .filter(StackProcess::isAlive)
        .toList();
  }

  private void killLeader(StackProcess leader, TopicPartition partition) {
    StackProcess ingest = stack.process(INGEST);
    ingest.pause();
    try {
      new TopicReader(stack.brokers())
          .read(
              topic,
              record -> {
                if (record.partition() == partition.partition()) {
                  atRisk.accept(SourceRecord.of(record));
                }
              });
      leader.kill();
    } finally {
      ingest.resume();
    }
  }

  /** No clean election is possible: no replica in sync is left. */
  private void elect(Admin admin, TopicPartition partition, String before)
      throws InterruptedException {
    await(
        "an unclean election",
        () -> {
          Node leader = described(admin, partition).leader();
          if (leader != null && !Stack.brokerName(leader.id()).equals(before)) {
            return true;
          }
          // Fails until a controller is elected that has noticed that the leader is gone.
          admin.electLeaders(ElectionType.UNCLEAN, Set.of(partition)).all().get();
          return false;
        });
  }

  /** How many replicas have to have a record: one from now on, or as many as by default again. */
  private void requireInSync(Admin admin, AlterConfigOp.OpType type)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    ConfigEntry one = new ConfigEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1");
    admin
        .incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(one, type))))
        .all()
        .get();
  }

  private TopicPartitionInfo described(Admin admin, TopicPartition partition)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> described =
        admin.describeTopics(List.of(topic)).allTopicNames().get();
    TopicDescription description = described.get(topic);
    if (description == null) {
      throw new StackException("there is no topic " + topic);
    }
    return description.partitions().get(partition.partition());
  }

  private static long end(Admin admin, TopicPartition partition)
      throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  @FunctionalInterface
  private interface Question {
    boolean isSo() throws ExecutionException, InterruptedException;
  }

  private static void await(String what, Question question) throws InterruptedException {
    long beginNanos = System.nanoTime();
    while (System.nanoTime() - beginNanos < LIMIT.toNanos()) {
      try {
        if (question.isSo()) {
          return;
        }
      } catch (ExecutionException e) {
        // Brokers are away for a while on purpose.
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    throw new StackException("waited in vain for " + what + " for " + LIMIT.toSeconds() + " s");
  }
}
