package io.streamproof.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.fault.FaultKind;
import io.streamproof.pipeline.fault.FaultPlan;
import io.streamproof.pipeline.fault.FaultPlanReader;
import io.streamproof.pipeline.fault.MessageFault;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.SourceRecord;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Faults that are planted where events come in: those events are struck that the plan selects. */
@ExtendWith(OutputCaptureExtension.class)
class FaultIT {
  private static final int EVENTS = 3_000;
  private static final String PLAN =
      """
      seed: 9
      faults:
        - {fault: forget, rate: 0.01}
        - {fault: write-twice, rate: 0.02}
        - {fault: drop, stage: late, rate: 0.5}
      """;

  @SuppressWarnings("NullAway.Init")
  private static Broker broker;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Test
  void forgetsAndWritesTwiceWhatThePlanSelects(CapturedOutput output) throws Exception {
    SourceTopic topic;
    try (Ingest ingest =
        Ingest.start(
            broker.bootstrapServers(),
            Ingest.FLIGHTS,
            "streamproof.ingest.claim-interval=1h",
            "streamproof.faults.enabled=true",
            "streamproof.faults.plan=" + plan())) {
      topic = ingest.topic(broker);
      HttpResponse<String> upload =
          ingest.post(
              "uploads?source=/u",
              "application/x-ndjson",
              BodyPublishers.ofInputStream(() -> new Flights(EVENTS)));
      assertThat(upload.statusCode()).isEqualTo(202);
      assertThat(Json.of(upload).get("accepted")).isEqualTo((long) EVENTS);
      assertThat(ingest.metric("streamproof_faults_enabled")).isEqualTo(1);
      assertThat(ingest.metric("streamproof_faults_struck_total"))
          .isEqualTo(struck(FaultKind.FORGET).size() + struck(FaultKind.WRITE_TWICE).size());
      HttpResponse<String> health = ingest.get("/actuator/health/readiness");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("\"faults\":\"seed 9: forget at ingest, rate 0.01; write");
    }
    assertThat(output).contains("FAULTS ARE PLANTED where events come in");

    assertThat(struck(FaultKind.FORGET)).isNotEmpty();
    assertThat(struck(FaultKind.WRITE_TWICE)).isNotEmpty();
    List<String> seen = new ArrayList<>(all());
    seen.removeAll(struck(FaultKind.FORGET));
    seen.addAll(struck(FaultKind.WRITE_TWICE));
    assertThat(ids(topic.committed())).containsExactlyInAnyOrderElementsOf(seen);
    assertThat(topic.records()).hasSize(EVENTS + struck(FaultKind.WRITE_TWICE).size());
    assertThat(SourceTopic.claimedPositions(topic.claims())).isEqualTo(firsts(topic.records()));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void exitsUnlessFaultsAreBothPlannedAndEnabled() throws Exception {
    Path pipeline = Files.writeString(folder.resolve("pipeline.yml"), Ingest.FLIGHTS);

    Program planned =
        Program.run("streamproof.pipelines=" + pipeline, "streamproof.faults.plan=" + plan());
    Program enabled =
        Program.run("streamproof.pipelines=" + pipeline, "streamproof.faults.enabled=true");

    assertThat(planned.exitCode()).isEqualTo(1);
    assertThat(planned.output())
        .contains("There is a plan of faults, and faults are not enabled.")
        .doesNotContain("\tat ");
    assertThat(enabled.exitCode()).isEqualTo(1);
    assertThat(enabled.output()).contains("Faults are enabled, and there is no plan of them.");
  }

  private Path plan() throws Exception {
    return Files.writeString(folder.resolve("plan.yml"), PLAN);
  }

  private static List<String> all() {
    return IntStream.rangeClosed(1, EVENTS).mapToObj(line -> "/u#" + line).toList();
  }

  private static List<String> struck(FaultKind kind) {
    FaultPlan plan = FaultPlanReader.parse("plan.yml", PLAN, null);
    return all().stream()
        .filter(
            id -> {
              MessageFault fault = plan.ingestStrikes().on("/u", id);
              return fault != null && fault.kind() == kind;
            })
        .toList();
  }

  /** The positions of the first record of each event. */
  private static Set<String> firsts(List<SourceRecord> records) {
    Set<String> ids = new TreeSet<>();
    return SourceTopic.positions(records.stream().filter(record -> ids.add(id(record))).toList());
  }

  private static List<String> ids(List<SourceRecord> records) {
    return records.stream().map(FaultIT::id).collect(Collectors.toList());
  }

  private static String id(SourceRecord record) {
    return new String(Objects.requireNonNull(record.header(HeaderNames.ID)), UTF_8);
  }
}
