package io.streamproof.ingest.http;

import io.streamproof.ingest.event.Reading;
import io.streamproof.ingest.event.Rejection;
import io.streamproof.ingest.event.Rejection.Reason;
import io.streamproof.ingest.source.Fate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The answer to a request of events, by the fates of them all: 202 only if all are accepted. */
@Component
final class Answers {
  private final Problems problems;

  Answers(Problems problems) {
    this.problems = problems;
  }

  /** Of a request whose events are all accepted. */
  record Accepted(int accepted, List<Receipt> receipts) {}

  /** Where an event stands. */
  record Receipt(String id, String topic, int partition, long offset, String traceId) {}

  /** An event of a request that is not accepted as a whole; index counts from 0. */
  record Entry(int index, @Nullable String id, Outcome outcome, @Nullable String detail) {}

  /** What became of the event. */
  enum Outcome {
    accepted,
    rejected,
    uncertain
  }

  ResponseEntity<?> of(List<Reading> readings, List<Fate> fates) {
    if (fates.stream().anyMatch(Fate.Uncertain.class::isInstance)) {
      return problem(
          HttpStatus.GATEWAY_TIMEOUT,
          "events may or may not have been accepted; the same ids may be sent again",
          readings,
          fates);
    }
    for (Reason reason : new Reason[] {Reason.INVALID, Reason.TOO_LARGE, Reason.UNAVAILABLE}) {
      if (fates.stream().anyMatch(fate -> isRejected(fate, reason))) {
        return problem(Problems.status(reason), detail(fates, reason), readings, fates);
      }
    }
    List<Receipt> receipts =
        fates.stream().map(Fate.Accepted.class::cast).map(Answers::receipt).toList();
    return ResponseEntity.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Accepted(receipts.size(), receipts));
  }

  private ResponseEntity<ProblemDetail> problem(
      HttpStatus status, String detail, List<Reading> readings, List<Fate> fates) {
    List<Entry> entries = new ArrayList<>();
    for (int index = 0; index < fates.size(); index++) {
      if (!isRejected(fates.get(index), Reason.BATCH)) {
        entries.add(entry(index, readings.get(index), fates.get(index)));
      }
    }
    ResponseEntity<ProblemDetail> answer = problems.answer(status, detail);
    ProblemDetail body = answer.getBody();
    if (body != null) {
      body.setProperty("errors", entries);
    }
    return answer;
  }

  private static String detail(List<Fate> fates, Reason reason) {
    boolean none = fates.stream().noneMatch(Fate.Accepted.class::isInstance);
    String what =
        switch (reason) {
          case INVALID -> "an event is invalid";
          case TOO_LARGE -> "an event is too large";
          case BATCH, UNAVAILABLE -> "the pipeline takes no events now";
        };
    return none ? what + "; nothing was accepted" : what + "; some events were accepted";
  }

  private static boolean isRejected(Fate fate, Reason reason) {
    return fate instanceof Fate.Rejected rejected && rejected.rejection().reason() == reason;
  }

  private static Entry entry(int index, Reading reading, Fate fate) {
    String id = id(reading);
    if (fate instanceof Fate.Rejected rejected) {
      Rejection rejection = rejected.rejection();
      return new Entry(index, id, Outcome.rejected, rejection.detail());
    }
    return fate instanceof Fate.Uncertain uncertain
        ? new Entry(index, id, Outcome.uncertain, uncertain.why())
        : new Entry(index, id, Outcome.accepted, null);
  }

  private static @Nullable String id(Reading reading) {
    return reading instanceof Reading.Valid valid
        ? valid.event().id()
        : ((Reading.Invalid) reading).id();
  }

  private static Receipt receipt(Fate.Accepted accepted) {
    return new Receipt(
        accepted.record().id(),
        accepted.record().topic(),
        accepted.record().partition(),
        accepted.offset(),
        accepted.record().trace().own().traceId());
  }
}
