package io.streamproof.operator.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.streamproof.operator.stream.StageTopology;
import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.pipeline.kafka.Broker;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import io.streamproof.pipeline.operator.CustomOperators;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Where a stage begins on a real broker, or why it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartingPointIT {
  private static final String PASS = "filter: 'true'";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int PARTITIONS = 2;
  private static final TopicSettings DEFAULTS = new TopicSettings(true, (short) -1, Map.of());

  private final Admin admin = Log.admin();
  private final Brokers brokers = new Brokers(Map.of("bootstrap.servers", Broker.address()));

  @TempDir private Path folder;

  @AfterAll
  void close() {
    brokers.close();
    admin.close();
  }

  @Test
  void aNewStageCommitsWhereItBegins() throws Exception {
    PipelineSpecification pipeline = pipeline("begun", PASS);
    write(pipeline, 0, 5);

    prepare(pipeline, "s");

    awaitCommitted(pipeline, 0, 0);
    awaitCommitted(pipeline, 1, 0);
  }

  @Test
  void aNewStageBeginsWithWhatRetentionHasLeft() throws Exception {
    PipelineSpecification pipeline = pipeline("retained", PASS);
    write(pipeline, 0, 5);
    delete(partition(pipeline, 0), 3);

    prepare(pipeline, "s");

    awaitCommitted(pipeline, 0, 3);
  }

  @Test
  void aStageWhoseOffsetsAreGoneDoesNotBeginAgain() throws Exception {
    PipelineSpecification pipeline = pipeline("gone", PASS);
    run(pipeline, yaml("gone", PASS), "s");
    forget("gone-s");

    UnusableException refusal = refused(pipeline, "s");

    assertThat(refusal)
        .hasMessageContaining(
            "Group gone-s has no committed offset for gone.source-0, gone.source-1")
        .hasMessageContaining("has the origin s:0@0#0");
    assertThat(refusal.mend())
        .contains("--group gone-s --topic gone.source:0,1 --reset-offsets --to-earliest");
    assertThat(committed(pipeline, 0)).isEqualTo(-1);
  }

  @Test
  void norDoesOneWhoseResultsRetentionHasTaken() throws Exception {
    PipelineSpecification pipeline = pipeline("taken", PASS);
    run(pipeline, yaml("taken", PASS), "s");
    forget("taken-s");
    // Records and the marker of their transaction: nothing is left.
    delete(new TopicPartition("taken.s", 0), -1);

    assertThat(refused(pipeline, "s")).hasMessageContaining("records were deleted from taken.s-0");
  }

  @Test
  void norDoesOneThatMustNotReadItsResults() throws Exception {
    PipelineSpecification pipeline = pipeline("unreadable", PASS);
    run(pipeline, yaml("unreadable", PASS), "s");
    forget("unreadable-s");
    deny("unreadable.s", AclOperation.READ);

    assertThat(refused(pipeline, "s"))
        .hasMessageContaining("cannot be seen: its user must not read unreadable.s");
  }

  @Test
  void aStageThatMustNotReadSettingsIsWarnedAndBegins() throws Exception {
    PipelineSpecification pipeline = pipeline("unknown", PASS);
    write(pipeline, 0, 1);
    deny("unknown.source", AclOperation.DESCRIBE_CONFIGS);

    prepare(pipeline, "s");

    awaitCommitted(pipeline, 0, 0);
    assertThat(new Topics(admin, DEFAULTS).ensure(Map.of("unknown.source", PARTITIONS)))
        .singleElement()
        .asString()
        .startsWith("the settings of topic unknown.source cannot be read")
        .endsWith("--operation DescribeConfigs --topic unknown.source");
  }

  @Test
  void norDoesOneThatHasStateAndNoResults() throws Exception {
    String operator = "aggregate: {window: 365d, emit: on-close, fields: {n: count()}}";
    PipelineSpecification pipeline = pipeline("kept", operator);
    run(pipeline, yaml("kept", operator), "s");
    forget("kept-s");

    assertThat(refused(pipeline, "s")).hasMessageContaining("kept-s-state-changelog-0");
  }

  @Test
  void aStageDoesNotGoOnWithoutItsState() throws Exception {
    String operator = "aggregate: {fields: {n: count()}}";
    PipelineSpecification pipeline = pipeline("stateless", operator);
    run(pipeline, yaml("stateless", operator), "s");
    prepare(pipeline, "s");
    admin.deleteTopics(List.of("stateless-s-state-changelog")).all().get();

    assertThat(refused(pipeline, "s"))
        .hasMessageContaining("Group stateless-s has processed records of stateless.source-0, and")
        .hasMessageContaining("topic stateless-s-state-changelog");
    commit(pipeline, Map.of(0, 0L));
    prepare(pipeline, "s");
  }

  @Test
  void aStageGoesOnWhereSomebodyHasDecided() throws Exception {
    PipelineSpecification pipeline = pipeline("decided", PASS);
    run(pipeline, yaml("decided", PASS), "s");
    forget("decided-s");
    commit(pipeline, Map.of(0, 10L, 1, 0L));

    prepare(pipeline, "s");

    awaitCommitted(pipeline, 0, 10);
  }

  @Test
  void resultsOfAnotherStageInTheSameTopicAreNoReasonNotToBegin() throws Exception {
    String yaml =
        """
        name: shared
        partitions: 2
        stages:
          - {name: s, filter: 'true', to: joint}
          - {name: other, from: source, filter: 'true', to: joint}
        """;
    PipelineSpecification pipeline = SpecificationReader.parse("p.yml", yaml, null);
    run(pipeline, yaml, "s");

    prepare(pipeline, "other");

    await()
        .untilAsserted(
            () -> assertThat(Log.committed("shared-other", "shared.source", 0)).isZero());
    forget("shared-s");
    assertThat(refused(pipeline, "s")).hasMessageContaining("has the origin s:");
  }

  @Test
  void aStageDoesNotGoOnBehindRecordsThatWereDeletedUnprocessed() throws Exception {
    PipelineSpecification pipeline = pipeline("skipped", PASS);
    write(pipeline, 0, 10);
    commit(pipeline, Map.of(0, 4L, 1, 0L));
    delete(partition(pipeline, 0), 6);

    assertThat(refused(pipeline, "s"))
        .hasMessageContaining("offset 4 of skipped.source-0, which now begins at 6");
  }

  @Test
  void aStageDoesNotGoOnInATopicThatWasCreatedAgain() throws Exception {
    PipelineSpecification pipeline = pipeline("again", PASS);
    write(pipeline, 0, 3);
    commit(pipeline, Map.of(0, 10L, 1, 0L));

    assertThat(refused(pipeline, "s"))
        .hasMessageContaining("offset 10 of again.source-0, which ends at 3");
  }

  @Test
  void aStageThatHasCommittedSomePartitionsBeginsInTheOthers() throws Exception {
    PipelineSpecification pipeline = pipeline("partial", PASS);
    run(pipeline, yaml("partial", PASS), "s");
    forget(pipeline, 1);
    write(pipeline, 1, 3);

    prepare(pipeline, "s");

    awaitCommitted(pipeline, 0, 20);
    awaitCommitted(pipeline, 1, 0);
  }

  @Test
  void butNotWhereItHasEmittedSomething() throws Exception {
    PipelineSpecification pipeline = pipeline("emitted", PASS);
    write(pipeline, 1, 1);
    run(pipeline, yaml("emitted", PASS), "s");
    forget(pipeline, 0);

    assertThat(refused(pipeline, "s"))
        .hasMessageContaining("no committed offset for emitted.source-0, and")
        .hasMessageContaining("has the origin s:0@");
  }

  @Test
  void instancesThatStartTogetherBeginOnce() throws Exception {
    PipelineSpecification pipeline = pipeline("together", PASS);
    write(pipeline, 0, 50);
    write(pipeline, 1, 50);
    Path specification = RunningStage.specification(folder, yaml("together", PASS));

    try (StageProcess one = together(specification, "one");
        StageProcess another = together(specification, "another")) {
      await().atMost(SOON).until(() -> one.ready() && another.ready());
      await().atMost(SOON).until(() -> Log.processed("together-s", "together.source", PARTITIONS));
      assertThat(Log.read("together.s", PARTITIONS)).hasSize(100);
    }
  }

  /** A process: what a JVM has once, as its logging, does not start twice at a time. */
  private StageProcess together(Path specification, String state) {
    return StageProcess.start(
        folder,
        specification,
        "together/s",
        Map.of("STREAMPROOF_STATE_DIR", folder.resolve(state).toString()));
  }

  @Test
  void whoeverComesLateDoesNotCommitOverWhatWasDoneMeanwhile() throws Exception {
    PipelineSpecification pipeline = pipeline("late", PASS);
    write(pipeline, 0, 5);
    GroupOffsets offsets = new GroupOffsets(brokers, "late-s", partitions(pipeline));
    try (GroupOffsets.Claim late = offsets.claim()) {
      SourcePositions seen = offsets.positions(true);
      prepare(pipeline, "s");
      commit(pipeline, Map.of(0, 5L));

      assertThatThrownBy(() -> late.commit(seen.beginnings())).isInstanceOf(KafkaException.class);
    }
    awaitCommitted(pipeline, 0, 5);
  }

  @Test
  void nothingIsCommittedForAGroupThatHasMembers() throws Exception {
    PipelineSpecification pipeline = pipeline("busy", PASS);
    write(pipeline, 0, 5);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            Broker.address(),
            "group.id",
            "busy-s",
            "enable.auto.commit",
            false);
    try (KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      member.subscribe(List.of("busy.source"));
      await()
          .atMost(SOON)
          .until(
              () -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
              });

      assertThat(refused(pipeline, "s"))
          .hasMessageContaining("Group busy-s has no committed offset for busy.source-0")
          .hasMessageContaining("and has members");
    }
    assertThat(committed(pipeline, 0)).isEqualTo(-1);
  }

  /** Lets a stage process twenty records of partition 0, and ends it. */
  private void run(PipelineSpecification pipeline, String yaml, String stage) {
    String name = pipeline.name();
    write(pipeline, 0, 20);
    Path specification = RunningStage.specification(folder, yaml);
    try (RunningStage running = RunningStage.start(specification, name + "/" + stage)) {
      await().atMost(SOON).until(running::ready);
      await()
          .atMost(SOON)
          .until(() -> Log.processed(name + "-" + stage, pipeline.sourceTopic(), PARTITIONS));
    }
  }

  private void prepare(PipelineSpecification pipeline, String stage) throws InterruptedException {
    Stage prepared = Stage.of(pipeline, pipeline.stage(stage).orElseThrow(), CustomOperators.NONE);
    new Preparation(
            prepared,
            brokers,
            DEFAULTS,
            prepared.stateful() ? StageTopology.changelog(prepared) : null,
            Duration.ofSeconds(5))
        .run();
  }

  private UnusableException refused(PipelineSpecification pipeline, String stage) {
    UnusableException refusal =
        catchThrowableOfType(UnusableException.class, () -> prepare(pipeline, stage));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  /** What happens to the offsets of a group that has been without members for a week. */
  private void forget(String group) throws Exception {
    admin.deleteConsumerGroups(List.of(group)).all().get();
  }

  private void forget(PipelineSpecification pipeline, int partition) throws Exception {
    admin
        .deleteConsumerGroupOffsets(pipeline.name() + "-s", Set.of(partition(pipeline, partition)))
        .all()
        .get();
  }

  private void commit(PipelineSpecification pipeline, Map<Integer, Long> offsets) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            pipeline.name() + "-s",
            offsets.entrySet().stream()
                .collect(
                    toMap(
                        at -> partition(pipeline, at.getKey()),
                        at -> new OffsetAndMetadata(at.getValue()))))
        .all()
        .get();
  }

  /** Takes away a right to a topic; the others are given, as there are rules for it now. */
  private void deny(String topic, AclOperation operation) throws Exception {
    ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
    admin
        .createAcls(
            List.of(
                new AclBinding(
                    pattern,
                    new AccessControlEntry(
                        "User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.ALLOW)),
                new AclBinding(
                    pattern,
                    new AccessControlEntry(
                        "User:ANONYMOUS", "*", operation, AclPermissionType.DENY))))
        .all()
        .get();
  }

  private void delete(TopicPartition partition, long before) throws Exception {
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all().get();
  }

  /** A transaction is committed before its offsets can be seen. */
  private void awaitCommitted(PipelineSpecification pipeline, int partition, long offset) {
    await().untilAsserted(() -> assertThat(committed(pipeline, partition)).isEqualTo(offset));
  }

  private long committed(PipelineSpecification pipeline, int partition) {
    return Log.committed(pipeline.name() + "-s", pipeline.sourceTopic(), partition);
  }

  private static void write(PipelineSpecification pipeline, int partition, int records) {
    Log.create(pipeline.sourceTopic(), PARTITIONS);
    Log.write(
        IntStream.range(0, records)
            .mapToObj(
                n ->
                    new ProducerRecord<>(
                        pipeline.sourceTopic(),
                        partition,
                        1L + n,
                        "k".getBytes(UTF_8),
                        "{}".getBytes(UTF_8)))
            .toList());
  }

  private static List<TopicPartition> partitions(PipelineSpecification pipeline) {
    return IntStream.range(0, PARTITIONS).mapToObj(p -> partition(pipeline, p)).toList();
  }

  private static TopicPartition partition(PipelineSpecification pipeline, int number) {
    return new TopicPartition(pipeline.sourceTopic(), number);
  }

  private static PipelineSpecification pipeline(String name, String operator) {
    return SpecificationReader.parse("p.yml", yaml(name, operator), null);
  }

  private static String yaml(String name, String operator) {
    return "name: %s\npartitions: %s\nsource: {key: data.k}\nstages:\n  - name: s\n    %s\n"
        .formatted(name, PARTITIONS, operator);
  }
}
