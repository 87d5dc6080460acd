package io.streamproof.audit.tracing;

import static io.streamproof.audit.support.Examples.order;
import static io.streamproof.audit.tracing.ShopFloor.finding;
import static io.streamproof.audit.tracing.ShopFloor.headers;
import static io.streamproof.audit.tracing.ShopFloor.output;
import static io.streamproof.audit.tracing.ShopFloor.sendId;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.finding.EmissionKey;
import io.streamproof.audit.finding.FindingKind;
import io.streamproof.audit.finding.RecordPlace;
import io.streamproof.audit.tracing.TraceRebuilder.RebuiltTrace;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.stage.OutputRecord;
import io.streamproof.pipeline.trace.SpanKeys;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class TraceRebuilderTests {
  private static final EmissionKey FIRST = new EmissionKey(0, 0, 0);

  private final ShopFloor floor = new ShopFloor();

  @Test
  void tellsTheWholePathBackToTheClientAndForth() {
    SourceRecord source = floor.source("00");
    SourceRecord passed = floor.stand(output(floor.large, source), 0);
    SourceRecord added = floor.stand(output(floor.spent, passed), 0);

    RebuiltTrace trace =
        floor.rebuild(
            finding(
                FindingKind.CORRUPTED, "spent", new EmissionKey(passed.partition(), 0, 0), added));

    assertThat(trace.traceId()).isEqualTo(ShopFloor.TRACE_ID);
    assertThat(trace.complete()).isTrue();
    assertThat(names(trace))
        .containsExactly(
            "send shop.source",
            "process shop.source",
            "send shop.large",
            "process shop.large",
            "send shop.spent",
            "CORRUPTED spent");
    assertThat(trace.spans())
        .extracting(RebuiltSpan::service)
        .containsExactly(
            "streamproof-ingest",
            "streamproof-shop-large",
            "streamproof-shop-large",
            "streamproof-shop-spent",
            "streamproof-shop-spent",
            "streamproof-audit");
    assertThat(trace.spans())
        .extracting(span -> span.message().parentSpanId())
        .containsExactly(
            null,
            sendId(source),
            floor.processId(floor.large, source),
            sendId(passed),
            floor.processId(floor.spent, passed),
            floor.processId(floor.spent, passed));
    assertThat(ids(trace)).contains(sendId(source), sendId(passed), sendId(added));
  }

  @Test
  void endsWhereAnEmissionIsLostWithTheMark() {
    SourceRecord source = floor.source("00");

    RebuiltTrace trace = floor.rebuild(finding(FindingKind.LOST, "large", FIRST, null));

    assertThat(names(trace))
        .containsExactly("send shop.source", "process shop.source", "LOST large");
    RebuiltSpan mark = mark(trace);
    assertThat(mark.message().parentSpanId()).isEqualTo(floor.processId(floor.large, source));
    assertThat(mark.error()).isEqualTo("LOST: why");
    assertThat(Objects.requireNonNull(mark.event()).attributes().get(FindingSpan.KIND))
        .isEqualTo("LOST");
  }

  @Test
  void forksWhereAnEmissionStandsTwiceThoughBothCarryOneId() {
    SourceRecord source = floor.source("00");
    OutputRecord output = output(floor.large, source);
    SourceRecord first = floor.stand(output, 0);
    for (int i = 1; i < 5_000; i++) {
      floor.stand(output(floor.large, order(0, i, "ada", 20)), i);
    }
    SourceRecord second = floor.stand(output, 5_000);
    floor.repository.misplaced.add(new RecordPlace("shop.large", second.partition(), 5_000));

    RebuiltTrace trace = floor.rebuild(finding(FindingKind.DUPLICATED, "large", FIRST, second));

    List<RebuiltSpan> sends =
        trace.spans().stream().filter(s -> s.message().name().equals("send shop.large")).toList();
    assertThat(sends).hasSize(2);
    assertThat(sends)
        .allMatch(
            send -> floor.processId(floor.large, source).equals(send.message().parentSpanId()));
    assertThat(sends.get(0).message().trace().spanId()).isEqualTo(sendId(first));
    assertThat(ids(trace)).doesNotHaveDuplicates();
    // What follows from the second copy hangs on the second copy.
    assertThat(
            trace.spans().stream()
                .filter(s -> s.message().name().equals("process shop.large"))
                .map(s -> s.message().parentSpanId()))
        .containsExactlyElementsOf(sends.stream().map(s -> s.message().trace().spanId()).toList());
  }

  @Test
  void addsNothingButTheMarkToATraceThatItsServicesExported() {
    SourceRecord source = floor.source("01");
    SourceRecord passed = floor.stand(output(floor.large, source), 0);

    RebuiltTrace trace = floor.rebuild(finding(FindingKind.CORRUPTED, "large", FIRST, passed));

    assertThat(names(trace)).containsExactly("CORRUPTED large");
    assertThat(mark(trace).message().parentSpanId())
        .isEqualTo(floor.processId(floor.large, source));
  }

  @Test
  void beginsWithARecordThatFollowsFromNothingUnderAnIdOfItsOwn() {
    SourceRecord source = floor.source("00");
    OutputRecord output = output(floor.large, source);
    Headers headers = headers(output);
    headers.remove(HeaderNames.ORIGIN);
    SourceRecord forged = floor.stand(output, output.partition(), 3, headers);

    RebuiltTrace trace = floor.rebuild(finding(FindingKind.PHANTOM, "large", null, forged));

    assertThat(trace.traceId()).isEqualTo(ShopFloor.TRACE_ID);
    assertThat(names(trace))
        .containsExactly("send shop.large", "process shop.large", "PHANTOM large");
    RebuiltSpan send = trace.spans().get(0);
    assertThat(send.message().trace().spanId()).isNotEqualTo(sendId(forged));
    assertThat(send.message().parentSpanId()).isEqualTo(sendId(forged));
    assertThat(mark(trace).message().parentSpanId()).isEqualTo(send.message().trace().spanId());
  }

  @Test
  void givesARecordWithoutAnyHeaderTheTraceOfItsPlace() {
    SourceRecord source = floor.source("00");
    OutputRecord output = output(floor.large, source);
    Headers headers = headers(output);
    headers.remove(HeaderNames.ORIGIN);
    headers.remove(HeaderNames.TRACEPARENT);
    SourceRecord forged = floor.stand(output, output.partition(), 3, headers);

    RebuiltTrace trace = floor.rebuild(finding(FindingKind.PHANTOM, "large", null, forged));

    assertThat(trace.traceId()).isNotEqualTo(ShopFloor.TRACE_ID).hasSize(32);
    assertThat(names(trace)).contains("send shop.large", "PHANTOM large");
    assertThat(trace.spans().get(0).message().parentSpanId()).isNull();
  }

  @Test
  void hangsARecordWhoseOriginPointsNowhereOnTheSpanThatItNames() {
    SourceRecord source = floor.source("00");
    OutputRecord output = output(floor.large, source);
    Headers headers = headers(output);
    headers.remove(HeaderNames.ORIGIN);
    headers.add(HeaderNames.ORIGIN, new Origin("large", 0, 5_000, 0, "00000000", 1).toBytes());
    SourceRecord forged = floor.stand(output, output.partition(), 3, headers);

    RebuiltTrace trace =
        floor.rebuild(finding(FindingKind.PHANTOM, "large", new EmissionKey(0, 5_000, 0), forged));

    assertThat(trace.spans().get(0).message().parentSpanId()).isEqualTo(sendId(forged));
  }

  @Test
  void doesNotFollowAnOriginIntoAPartitionThatDoesNotExist() {
    SourceRecord source = floor.source("00");
    OutputRecord output = output(floor.large, source);
    Headers headers = headers(output);
    headers.remove(HeaderNames.ORIGIN);
    headers.add(HeaderNames.ORIGIN, new Origin("large", 99, 0, 0, "00000000", 1).toBytes());
    SourceRecord forged = floor.stand(output, output.partition(), 3, headers);

    assertThat(names(floor.rebuild(finding(FindingKind.PHANTOM, "large", null, forged))))
        .contains("PHANTOM large");
  }

  @Test
  void marksInATraceOfItsOwnWhatIsAboutNoRecord() {
    for (TracedFinding finding :
        List.of(
            finding(FindingKind.LOST_AT_SOURCE, PipelineSpecification.SOURCE, FIRST, null),
            finding(FindingKind.UNVERIFIABLE, "large", FIRST, null),
            finding(FindingKind.LOST, "removed-since", FIRST, null),
            finding(FindingKind.LOST, "large", new EmissionKey(0, 99, 0), null))) {
      RebuiltTrace trace = floor.rebuild(finding);
      assertThat(names(trace)).containsExactly(finding.kind() + " " + finding.stage());
      assertThat(mark(trace).message().parentSpanId()).isNull();
      assertThat(trace.traceId()).isEqualTo(mark(trace).message().trace().traceId());
      assertThat(trace.complete()).isTrue();
    }
  }

  @Test
  void marksTheSendingOfAnEventThatStandsTwiceAtTheSource() {
    SourceRecord source = floor.source("00");

    RebuiltTrace trace =
        floor.rebuild(
            finding(FindingKind.DUPLICATED_AT_SOURCE, PipelineSpecification.SOURCE, FIRST, source));

    assertThat(mark(trace).message().parentSpanId()).isEqualTo(sendId(source));
    assertThat(mark(trace).error()).isNull();
  }

  @Test
  void isNotCompleteBeforeItsHopsAreSettled() {
    floor.source("00");
    floor.repository.settledThrough = 0;

    RebuiltTrace trace = floor.rebuild(finding(FindingKind.LOST, "large", FIRST, null));

    assertThat(trace.complete()).isFalse();
    assertThat(names(trace)).containsExactly("send shop.source", "LOST large");
  }

  @Test
  void tellsTheSameWhenItIsToldAgain() {
    SourceRecord source = floor.source("00");
    SourceRecord passed = floor.stand(output(floor.large, source), 0);
    TracedFinding finding = finding(FindingKind.CORRUPTED, "large", FIRST, passed);
    assertThat(floor.rebuild(finding)).isEqualTo(floor.rebuild(finding));
  }

  @Test
  void namesTheOriginAndThePlaceOnTheMark() {
    SourceRecord source = floor.source("00");
    SourceRecord passed = floor.stand(output(floor.large, source), 0);
    RebuiltSpan mark = mark(floor.rebuild(finding(FindingKind.CORRUPTED, "large", FIRST, passed)));
    assertThat(mark.message().attributes().get(SpanKeys.ORIGIN)).isEqualTo("large:0@0#0");
    assertThat(mark.message().attributes().get(FindingSpan.PLACE))
        .isEqualTo("shop.large:%s@0".formatted(passed.partition()));
  }

  @Test
  void keepsToItsLimitHoweverWideTheMessageFansOut() {
    SourceRecord source = floor.source("00");
    OutputRecord output = output(floor.large, source);
    for (int i = 0; i < 3 * MessagePath.MOST_RECORDS; i++) {
      floor.stand(output, i);
    }
    RebuiltTrace trace = floor.rebuild(finding(FindingKind.DUPLICATED, "large", FIRST, null));
    assertThat(trace.spans().stream().filter(s -> s.message().name().startsWith("send ")))
        .hasSize(MessagePath.MOST_RECORDS);
    assertThat(mark(trace).message().name()).isEqualTo("DUPLICATED large");
  }

  private static RebuiltSpan mark(RebuiltTrace trace) {
    return trace.spans().get(trace.spans().size() - 1);
  }

  private static List<String> names(RebuiltTrace trace) {
    return trace.spans().stream().map(span -> span.message().name()).toList();
  }

  private static List<String> ids(RebuiltTrace trace) {
    return trace.spans().stream().map(span -> span.message().trace().spanId()).toList();
  }
}
