package io.streamproof.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.CloudEvent;
import io.streamproof.ingest.event.Reading;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.event.Rejection.Reason;
import io.streamproof.ingest.telemetry.IngestMetric;
import io.streamproof.ingest.trace.Arrival;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceptEventsTests {
  private final Served served = new Served(Served.specification(null, null), 100);
  private final AcceptEvents acceptEvents = new AcceptEvents(Duration.ofMillis(50));

  /** The equation that the metrics promise. */
  @AfterEach
  void countsEachEventUnderOneOutcome() {
    assertThat(served.count(IngestMetric.EVENTS_RECEIVED))
        .isEqualTo(
            served.count(IngestMetric.EVENTS_ACCEPTED)
                + served.count(IngestMetric.EVENTS_REJECTED)
                + served.count(IngestMetric.EVENTS_UNCERTAIN)
                + served.count(IngestMetric.EVENTS_IN_FLIGHT));
  }

  @Test
  void tellsWhereEachEventStandsInTheOrderOfTheRequest() throws Exception {
    List<Fate> fates = accept(valid("a"), valid("b"), valid("c"));
    assertThat(fates)
        .extracting(fate -> ((Fate.Accepted) fate).record().id())
        .containsExactly("a", "b", "c");
    assertThat(served.count(IngestMetric.EVENTS_ACCEPTED)).isEqualTo(3);
  }

  @Test
  void sendsNothingIfOneEventIsInvalid() throws Exception {
    Reading invalid = new Reading.Invalid("b", Rejection.invalid("why"));
    List<Fate> fates = accept(valid("a"), invalid, valid("c"));
    assertThat(served.log.appends()).isZero();
    assertThat(fates)
        .extracting(fate -> ((Fate.Rejected) fate).rejection().reason())
        .containsExactly(Reason.BATCH, Reason.INVALID, Reason.BATCH);
    assertThat(served.count(IngestMetric.EVENTS_REJECTED)).isEqualTo(3);
  }

  @Test
  void sendsNothingIfOfOneEventNoRecordCanBeMade() throws Exception {
    List<Fate> fates = accept(valid("a"), new Reading.Valid(event("b", "{")));
    assertThat(served.log.appends()).isZero();
    assertThat(fates).allMatch(Fate.Rejected.class::isInstance);
  }

  @Test
  void tellsUncertainEventsFromAcceptedOnes() throws Exception {
    served.log.doubt(1);
    List<Fate> fates = accept(valid("a"), valid("b"), valid("c"));
    assertThat(fates.get(0)).isInstanceOf(Fate.Accepted.class);
    assertThat(fates.get(1)).isEqualTo(new Fate.Uncertain("no answer"));
    assertThat(fates.get(2)).isInstanceOf(Fate.Accepted.class);
  }

  @Test
  void sparesWhatComesBehindARefusedEventTheWait() throws Exception {
    served.log.refuse(1);
    List<Fate> fates = accept(valid("a"), valid("b"), valid("c"));
    assertThat(served.log.appends()).isEqualTo(2);
    assertThat(fates.get(0)).isInstanceOf(Fate.Accepted.class);
    assertThat(fates.get(2)).isEqualTo(fates.get(1));
  }

  @Test
  void callsUncertainWhatIsNotKnownInTimeAndCountsItWhenItIs() throws Exception {
    served.log.hold();
    assertThat(accept(valid("a")))
        .containsExactly(new Fate.Uncertain("the brokers did not answer in time"));
    assertThat(served.count(IngestMetric.EVENTS_IN_FLIGHT)).isEqualTo(1);

    served.log.answerNext();
    assertThat(served.count(IngestMetric.EVENTS_ACCEPTED)).isEqualTo(1);
  }

  @Test
  void takesNothingWhileTheGateIsShut() {
    served.pipeline.gate().shut("the brokers cannot be reached");
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> accept(valid("a")))
        .matches(e -> e.rejection().reason() == Reason.UNAVAILABLE);
  }

  @Test
  void neverOpensTheGateOnceItIsStopped() {
    served.pipeline.gate().stop();
    served.pipeline.gate().open();
    served.pipeline.gate().shut("another reason");
    assertThat(served.pipeline.gate().reason()).isEqualTo("the service is shutting down");
  }

  private List<Fate> accept(Reading... readings) throws Exception {
    return acceptEvents.accept(
        served.pipeline, List.of(readings), Arrival.amongOthers(SpanContext.getInvalid()));
  }

  private static Reading valid(String id) {
    return new Reading.Valid(event(id, "{}"));
  }

  private static CloudEvent event(String id, String data) {
    return new CloudEvent(id, "/s", "t", 0L, data.getBytes(UTF_8), null, null);
  }
}
