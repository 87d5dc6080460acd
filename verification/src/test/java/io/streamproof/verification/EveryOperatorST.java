package io.streamproof.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.StageSpecification;
import io.streamproof.verification.sample.SampleJar;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.StackOptions;
import io.streamproof.verification.stack.StackProcess;
import io.streamproof.verification.stack.TopicReader;
import io.streamproof.verification.stack.Upload;
import io.streamproof.verification.workload.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many records through every operator, with a stage killed midway: all of it is right, and proven;
 * and that it was slow is found.
 */
class EveryOperatorST {
  private static final long RECORDS = 40_000;
  private static final Orders ORDERS = new Orders(20_250_101);
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void provesEveryStageThoughAnOperatorIsKilledMidway() throws IOException {
    Path input = folder.resolve("orders.ndjson");
    ORDERS.write(input, 0, RECORDS);
    Path jars = Files.createDirectory(folder.resolve("operators"));
    SampleJar.write(jars.resolve("sample.jar"));
    Path pipeline = folder.resolve("shop.yml");
    try (var resource = EveryOperatorST.class.getResourceAsStream("/shop.yml")) {
      Files.write(pipeline, Objects.requireNonNull(resource).readAllBytes());
    }

    try (Stack stack =
        Stack.start(
            StackOptions.of(pipeline)
                .withOperators(jars)
                .withStagesTogetherBut(Set.of("completed"))
                .withShared(TestServers.shared()))) {
      Upload upload = stack.upload(input, "orders");
      await().atMost(LIMIT).until(() -> consumed(stack, "completed") > RECORDS / 4);
      StackProcess operator = stack.operator("completed").process();
      operator.kill();
      long atTheKill = consumed(stack, "completed");
      SlowStage slow = new SlowStage(stack, "completed");
      slow.isFoundStalled();
      operator.start();
      assertThat(atTheKill).as("consumed when it was killed").isLessThan(RECORDS);

      await().atMost(LIMIT).until(() -> upload.receipt().isDone());
      assertThat(upload.receipt().join().accepted()).isEqualTo(RECORDS);
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                stack.requireAlive();
                return settled(stack);
              });

      Report report = stack.report().orElseThrow();
      slow.isFoundToMoveAgainWithLateResultsAndNothingElse();
      assertThat(report.verdict()).isEqualTo(Verdict.PROVEN);
      assertThat(report.source()).isEqualTo(new Report.Source(RECORDS, RECORDS, 0, 0));
      sumsHold(report);
      everyEmissionIsInItsTopic(stack, report);
      assertThat(soldPieces(stack)).isEqualTo(expectedPieces());
      ShopLineage lineage = new ShopLineage(stack, ORDERS);
      lineage.leadsBackFromEveryTopic();
      lineage.leadsForwardToTheResultsOfWindows();
      lineage.leadsForwardToWhatTheGeneratorSays(RECORDS);
    }
  }

  private static long consumed(Stack stack, String stage) {
    stack.requireAlive();
    return stack.report().map(report -> report.stage(stage).consumed()).orElse(0L);
  }

  private static boolean settled(Stack stack) {
    return stack
        .report()
        .map(
            report ->
                report.source().observed() == RECORDS
                    && report.verdict() != Verdict.UNKNOWN
                    && report.isJudged())
        .orElse(false);
  }

  private static void sumsHold(Report report) {
    for (Report.Stage stage : report.stages()) {
      assertThat(stage.verdict()).isEqualTo(Verdict.PROVEN);
      assertThat(stage.emittedFrom() + stage.discarded() + stage.deadLettered() + stage.pending())
          .as(stage.stage())
          .isEqualTo(stage.consumed());
    }
    assertThat(report.stage("once").consumed()).isEqualTo(RECORDS);
    assertThat(report.stage("items").deadLettered()).isPositive();
    assertThat(report.stage("sample").emitted()).isPositive();
    assertThat(report.stage("hourly").emitted()).isPositive();
  }

  private static void everyEmissionIsInItsTopic(Stack stack, Report report) {
    TopicReader topics = new TopicReader(stack.brokers());
    Map<String, Long> emitted =
        report.stages().stream()
            .collect(
                Collectors.groupingBy(
                    Report.Stage::topic, Collectors.summingLong(Report.Stage::emitted)));
    emitted.forEach((topic, count) -> assertThat(topics.count(topic)).as(topic).isEqualTo(count));
    for (StageSpecification stage : stack.pipeline().stages()) {
      assertThat(topics.count(stack.pipeline().deadLetterTopic(stage)))
          .as("dead letters of " + stage.name())
          .isEqualTo(report.stage(stage.name()).deadLettered());
    }
  }

  /** The last total of each article in the results. */
  private static Map<String, Long> soldPieces(Stack stack) {
    Map<String, Long> pieces = new TreeMap<>();
    new TopicReader(stack.brokers())
        .read(
            "shop.sold",
            record -> {
              Map<?, ?> totals = (Map<?, ?>) JsonCodec.read(record.value());
              pieces.put(new String(record.key(), UTF_8), (Long) totals.get("pieces"));
            });
    return pieces;
  }

  /** The same, from the generator alone: a model that knows nothing of pipelines. */
  private static Map<String, Long> expectedPieces() {
    Map<String, Long> pieces = new TreeMap<>();
    LongStream.range(0, RECORDS)
        .mapToObj(ORDERS::at)
        .filter(event -> event.items() != null)
        .flatMap(event -> event.items().stream())
        .forEach(item -> pieces.merge(item.article(), (long) item.quantity(), Long::sum));
    return pieces;
  }
}
