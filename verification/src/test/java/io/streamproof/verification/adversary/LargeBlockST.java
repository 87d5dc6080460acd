package io.streamproof.verification.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.verification.stack.Finding;
import io.streamproof.verification.stack.Report.Verdict;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One duplicate among the emissions of a block that are far more than fit into the audit's memory:
 * it is found, and the audit lives.
 */
class LargeBlockST {
  private static final int EVENTS = 255;
  private static final int EMISSIONS = 2_000;

  /** What an audit needs, and 64 MiB for an investigation. */
  private static final String HEAP = "256m";

  @RegisterExtension static final Arena arena = new Arena("large").with("block", Stages.EXPLODED);

  @Test
  void findsADuplicateInABlockThatIsLargerThanTheHeap() {
    Target target = arena.target("block");
    target.uploadAndProcessParts(EVENTS, EMISSIONS);
    ConsumerRecord<byte[], byte[]> last = arena.hostile().last(target.output());
    arena.hostile().send(HostileClient.copy(last));

    // Kafka's clients hold up to 50 MiB each of what they fetch, unless they are told otherwise.
    AuditInstance audit =
        arena.freshAudit(
            HEAP, Map.of("SPRING_KAFKA_CONSUMER_PROPERTIES_FETCH_MAX_BYTES", "4194304"), target);
    String origin =
        Objects.requireNonNull(Origin.parse(last.headers().lastHeader(HeaderNames.ORIGIN).value()))
            .id();
    // Half a million emissions are read, and those of one block investigated.
    audit.awaitFinding(
        target,
        finding -> finding.kind().equals("DUPLICATED") && origin.equals(finding.origin()),
        "DUPLICATED " + origin,
        Arena.LIMIT.multipliedBy(3));
    audit.awaitVerdict(target, Verdict.VIOLATED);
    assertThat(audit.findings(target)).extracting(Finding::kind).containsOnly("DUPLICATED");
    assertThat(audit.service().process().death()).isEmpty();
    audit.judgesBystanders();
  }
}
