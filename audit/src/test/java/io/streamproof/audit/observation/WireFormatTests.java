package io.streamproof.audit.observation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.baseline.PipelineBaseline;
import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.TopicRole;
import io.streamproof.audit.log.LogIdentity;
import io.streamproof.audit.replay.MemorySnapshotStore;
import io.streamproof.audit.support.Examples;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.WireFile;
import io.streamproof.pipeline.record.WireRecord;
import io.streamproof.pipeline.tally.Claim;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the services put in topics, as the golden files have it, is read as what it is. */
class WireFormatTests {
  private static final short PIPELINE_ID = 1;

  private final AuditedPipeline pipeline =
      Examples.audited("pipeline.yml", WireFile.text("pipeline.yml"));
  private final ObservedBatch batch = new ObservedBatch();

  @Test
  void countsTheSourceRecordAsItIsClaimed() {
    observe("source-record.txt", "flights.source");

    Claim claim = Claim.parse(WireFile.text("source-claim.json").getBytes(UTF_8));
    SourceDelta source =
        Objects.requireNonNull(batch.sourceBlocks().get(new SourceBlockKey(PIPELINE_ID, 0, 0)));
    assertThat(source.bits()).isEqualTo(claim.bits());
    assertThat(source.tally().high()).isEqualTo(claim.tally().high());
    assertThat(source.tally().low()).isEqualTo(claim.tally().low());
    assertThat(batch.events()).hasSize(1);
  }

  @Test
  void expectsOfTheSourceRecordWhatStandsInTheOutput() {
    observe("source-record.txt", "flights.source");
    observe("output-record.txt", "flights.late");

    assertThat(batch.findings()).isEmpty();
    assertThat(batch.segments(new BlockCuts()).values())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.observed().count()).isEqualTo(1);
              assertThat(block.observed()).isEqualTo(block.expected());
            });
  }

  private void observe(String file, String topic) {
    SourceRecord record = WireRecord.read(file, topic);
    TopicRole role = pipeline.role(topic);
    new PartitionObserver(
            role,
            0,
            ReadPosition.startingAt(0, LogIdentity.UNKNOWN),
            PipelineBaseline.NONE,
            true,
            MemorySnapshotStore.empty(),
            source -> 1)
        .observe(record, batch);
  }
}
