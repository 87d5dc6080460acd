package io.streamproof.verification.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.yaml.YamlFiles;
import io.streamproof.verification.stack.Report;
import io.streamproof.verification.stack.Report.Verdict;
import io.streamproof.verification.stack.Stack;
import io.streamproof.verification.stack.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The pipeline that process faults befall, and what it has to come to whatever they are. */
final class Till {
  private static final Path FOLDER = Path.of("src/test/resources/fault");
  static final Path PIPELINE = FOLDER.resolve("pipeline.yml");
  static final Duration LIMIT = Duration.ofMinutes(4);
  static final Duration LOOK = Duration.ofMillis(200);

  private Till() {}

  /** The operations of a file. */
  static Operations operations(String file, int brokers) {
    PipelineSpecification pipeline = SpecificationReader.read(PIPELINE, Set.of());
    return new YamlFiles("write operations", "write fewer")
        .read(FOLDER.resolve(file), root -> OperationsReader.read(root, pipeline, brokers));
  }

  /** Waits until all is judged: it is proven, and the results are those of an independent model. */
  static void provesAll(Stack stack) {
    TopicReader topics = new TopicReader(stack.brokers());
    long events = topics.count("till.source");
    await()
        .atMost(LIMIT)
        .pollInterval(LOOK)
        .until(
            () -> {
              stack.requireAlive();
              return isSettled(stack, events);
            });
    Report report = stack.report().orElseThrow();
    assertThat(report.findings()).as("%s %s", stack.findings(20), report.json()).isZero();
    assertThat(report.verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(sold(topics)).isEqualTo(expected(topics));
  }

  private static boolean isSettled(Stack stack, long events) {
    return stack
        .report()
        .map(
            report ->
                report.source().observed() == events
                    && report.verdict() != Verdict.UNKNOWN
                    && report.isJudged())
        .orElse(false);
  }

  /** The last totals of each article in the results: lines and pieces. */
  private static Map<String, List<Long>> sold(TopicReader topics) {
    Map<String, List<Long>> sold = new TreeMap<>();
    topics.read(
        "till.sold",
        record -> {
          Map<?, ?> totals = (Map<?, ?>) JsonCodec.read(record.value());
          sold.put(
              new String(record.key(), UTF_8),
              List.of((Long) totals.get("lines"), (Long) totals.get("pieces")));
        });
    return sold;
  }

  /** The same from what stands in the source topic, by a model that knows nothing of pipelines. */
  private static Map<String, List<Long>> expected(TopicReader topics) {
    Map<String, List<Long>> sold = new HashMap<>();
    topics.read(
        "till.source",
        record -> {
          Map<?, ?> order = (Map<?, ?>) JsonCodec.read(record.value());
          for (Object item : order.get("items") instanceof List<?> items ? items : List.of()) {
            Map<?, ?> each = (Map<?, ?>) item;
            sold.merge(
                (String) each.get("article"),
                List.of(1L, (Long) each.get("quantity")),
                (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
          }
        });
    return sold;
  }
}
