package io.streamproof.ingest.claim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamproof.ingest.source.Served;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.WireFile;
import io.streamproof.pipeline.record.WireRecord;
import io.streamproof.pipeline.tally.Claim;
import io.streamproof.pipeline.tally.ContentHash;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PipelineClaimsTests {
  private final PipelineClaims claims =
      new PipelineClaims(Served.specification(null, null), 1, new SimpleMeterRegistry());
  private final MemoryClaimLog log = new MemoryClaimLog();

  @Test
  void claimsTheTallyThatAnObserverOfTheRecordComputes() {
    claims.add(record(2, 300));
    claims.publish(log);
    Claim claim = log.published().get(0);
    assertThat(claim.partition()).isEqualTo(2);
    assertThat(claim.covers(300)).isTrue();
    assertThat(claim.tally()).isEqualTo(ContentHash.source(record(2, 300)));
  }

  @Test
  void claimsTheSourceRecordOfTheGoldenFileAsItsClaimSays() {
    claims.add(WireRecord.read("source-record.txt", "flights.source"));

    claims.publish(log);

    assertThat(log.published().get(0).toJson())
        .asString(UTF_8)
        .isEqualTo(WireFile.text("source-claim.json").strip());
  }

  @Test
  void repeatsAnUncertainClaimUnchangedBesideNewOnes() {
    log.loseAnswers(1);
    claims.add(record(0, 1));
    claims.publish(log);
    claims.add(record(0, 2));
    claims.publish(log);
    claims.publish(log);

    List<Claim> published = log.published();
    assertThat(published).hasSize(3);
    assertThat(published.get(1)).isEqualTo(published.get(0));
    assertThat(published.get(2).covers(1)).isFalse();
    assertThat(published.get(2).covers(2)).isTrue();
  }

  @Test
  void losesNothingWhenPublishingFails() {
    log.breakDown(true);
    claims.add(record(0, 1));
    assertThatIllegalStateException().isThrownBy(() -> claims.publish(log));
    log.breakDown(false);
    claims.publish(log);
    assertThat(log.published()).hasSize(1);
  }

  @Test
  void isBackloggedWhileTooManyClaimsAreUnconfirmed() {
    log.loseAnswers(2);
    claims.add(record(0, 1));
    claims.publish(log);
    assertThat(claims.isBacklogged()).isFalse();
    claims.add(record(1, 1));
    claims.publish(log);
    assertThat(claims.isBacklogged()).isTrue();
    claims.publish(log);
    assertThat(claims.isBacklogged()).isFalse();
  }

  @Test
  void publishesAllThatIsLeftWhenItIsClosed() throws Exception {
    ClaimPublisher publisher = new ClaimPublisher(log, List.of(claims));
    publisher.start(Duration.ofHours(1));
    claims.add(record(0, 1));
    log.loseAnswers(1);
    publisher.close(Duration.ofSeconds(10));
    assertThat(log.published()).hasSize(2);
    assertThat(claims.unconfirmed()).isZero();
  }

  @Test
  void givesUpInTheEndWhatCannotBeConfirmed() throws Exception {
    ClaimPublisher publisher = new ClaimPublisher(log, List.of(claims));
    claims.add(record(0, 1));
    log.loseAnswers(Integer.MAX_VALUE);
    publisher.close(Duration.ofMillis(100));
    assertThat(claims.unconfirmed()).isEqualTo(1);
  }

  private static SourceRecord record(int partition, long offset) {
    return new SourceRecord(
        "flights.source", partition, offset, 7, null, new byte[] {'1'}, new RecordHeaders());
  }
}
