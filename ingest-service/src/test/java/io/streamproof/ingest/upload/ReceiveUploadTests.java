package io.streamproof.ingest.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.opentelemetry.api.trace.SpanContext;
import io.streamproof.ingest.event.RejectedException;
import io.streamproof.ingest.source.NewRecord;
import io.streamproof.ingest.source.Served;
import io.streamproof.ingest.telemetry.IngestMetric;
import io.streamproof.ingest.upload.ReceiveUpload.Limits;
import io.streamproof.ingest.upload.UploadReport.Ending;
import io.streamproof.ingest.upload.UploadReport.RejectedLine;
import io.streamproof.pipeline.OwnThread;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiveUploadTests {
  private static final Limits LIMITS = new Limits(100, 10, 1 << 20);

  private final Served served = new Served(Served.specification(null, null), 100);

  @AfterEach
  void countsEachLineUnderOneOutcome() {
    assertThat(served.count(IngestMetric.EVENTS_RECEIVED))
        .isEqualTo(
            served.count(IngestMetric.EVENTS_ACCEPTED)
                + served.count(IngestMetric.EVENTS_REJECTED)
                + served.count(IngestMetric.EVENTS_UNCERTAIN));
    assertThat(served.count(IngestMetric.EVENTS_IN_FLIGHT)).isZero();
  }

  @Test
  void makesAnEventOfEachLineThatIsNotBlank() throws Exception {
    UploadReport report = receive("{\"n\":1}\n\n{\"n\":2}\r\n  \n{\"n\":3}");
    assertThat(report.ending()).isEqualTo(Ending.COMPLETE);
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.lines()).isEqualTo(5);
    assertThat(served.log.records())
        .extracting(NewRecord::id)
        .containsExactly("/u#1", "/u#3", "/u#5");
    assertThat(served.log.records())
        .extracting(record -> new String(record.value(), UTF_8))
        .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
  }

  @Test
  void goesOnBehindLinesThatAreInvalid() throws Exception {
    UploadReport report = receive("1\n{\n2\n\"" + "x".repeat(100) + "\"\n\"é\"");
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.rejectedCount()).isEqualTo(2);
    assertThat(report.rejected().get(0).line()).isEqualTo(2);
    assertThat(report.rejected()).contains(new RejectedLine(4, "is longer than 100 bytes"));
  }

  @Test
  void namesTheFirstRejectedLinesAndCountsThemAll() throws Exception {
    UploadReport report = receive("x\n".repeat(1_500));
    assertThat(report.rejected()).hasSize(1_000);
    assertThat(report.rejectedCount()).isEqualTo(1_500);
    assertThat(report.ending()).isEqualTo(Ending.COMPLETE);
  }

  @Test
  void hasNoMoreRecordsUnderWayThanItsWindow() throws Exception {
    served.log.hold();
    CompletableFuture<UploadReport> report = OwnThread.call(() -> receive("1\n".repeat(1_000)));
    for (int answered = 0; answered < 1_000; answered++) {
      served.log.answerNext();
    }
    assertThat(report.get().accepted()).isEqualTo(1_000);
    assertThat(served.log.mostUnanswered()).isBetween(1, LIMITS.windowRecords());
  }

  @Test
  void hasNoMoreBytesUnderWayThanItsWindow() throws Exception {
    Window window = new Window(1_000, 100);
    window.enter(150);
    CompletableFuture<Void> second = OwnThread.run(() -> window.enter(60));
    CompletableFuture<Void> third = OwnThread.run(() -> window.enter(60));
    assertThat(second.isDone() || third.isDone()).isFalse();
    window.leave(150);
    CompletableFuture.anyOf(second, third).get();
    assertThat(second.isDone() && third.isDone()).isFalse();
    window.leave(60);
    CompletableFuture.allOf(second, third).get();
    window.leave(60);
    window.awaitEmpty();
  }

  @Test
  void endsAtALineThatIsRefusedAndTellsHowFarItCame() throws Exception {
    served.log.refuse(2);
    UploadReport report = receive("1\n2\n3\n4\n5\n");
    assertThat(report.ending()).isEqualTo(Ending.UNAVAILABLE);
    assertThat(report.lines()).isEqualTo(3);
    assertThat(report.accepted()).isEqualTo(2);
    assertThat(report.rejected()).containsExactly(new RejectedLine(3, "no brokers"));
    assertThat(served.log.appends()).isEqualTo(3);
  }

  @Test
  void endsAtALineThatIsUncertain() throws Exception {
    served.log.doubt(1);
    UploadReport report = receive("1\n2\n3\n");
    assertThat(report.ending()).isEqualTo(Ending.UNCERTAIN);
    assertThat(report.uncertain()).containsExactly(2L);
    assertThat(report.uncertainCount()).isEqualTo(1);
    assertThat(report.accepted()).isEqualTo(1);
  }

  @Test
  void keepsWhatWasWholeWhenTheClientBreaksOff() throws Exception {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream("1\n2\n{\"cut".getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("connection reset");
              }

              @Override
              public int read(byte[] buffer, int from, int length) throws IOException {
                return read();
              }
            });
    UploadReport report = upload("/u").receive(broken);
    assertThat(report.ending()).isEqualTo(Ending.BROKEN_OFF);
    assertThat(report.accepted()).isEqualTo(2);
    assertThat(served.log.appends()).isEqualTo(2);
  }

  @Test
  void endsWhenTheServiceStops() throws Exception {
    InputStream endless =
        new InputStream() {
          private long count;

          @Override
          public int read() {
            if (count == 1_000) {
              served.pipeline.gate().stop();
            }
            return count++ % 2 == 0 ? '1' : '\n';
          }

          @Override
          public int read(byte[] buffer, int from, int length) {
            buffer[from] = (byte) read();
            return 1;
          }
        };
    UploadReport report = upload("/u").receive(endless);
    assertThat(report.ending()).isEqualTo(Ending.UNAVAILABLE);
    assertThat(report.detail()).isEqualTo("the service is shutting down");
    assertThat(report.accepted()).isEqualTo(report.lines());
  }

  @Test
  void leavesRoomForTheLineInTheIdsLength() throws Exception {
    String longest = "s".repeat(ReceiveUpload.MAX_SOURCE_LENGTH);
    assertThat(upload(longest)).isNotNull();
    assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> upload(longest + "s"));
    assertThatExceptionOfType(RejectedException.class).isThrownBy(() -> upload(" "));
  }

  private UploadReport receive(String body) throws Exception {
    return upload("/u").receive(new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  private ReceiveUpload upload(String source) throws RejectedException {
    return new ReceiveUpload(served.pipeline, source, "t", LIMITS, SpanContext.getInvalid());
  }
}
