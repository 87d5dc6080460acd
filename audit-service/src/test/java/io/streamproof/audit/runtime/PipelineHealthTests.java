package io.streamproof.audit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.reconciliation.FreshFrontiers;
import io.streamproof.audit.report.InstanceStates;
import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.LedgerSummary.TopicProgress;
import io.streamproof.audit.support.Examples;
import io.streamproof.audit.support.Flights;
import io.streamproof.audit.trouble.Trouble;
import io.streamproof.audit.trouble.Trouble.Effect;
import io.streamproof.audit.trouble.TroubleLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class PipelineHealthTests {
  private final TroubleLog troubles = new TroubleLog();
  private final InstanceStates states = new InstanceStates(FreshFrontiers.of("shop"), troubles);
  private final PipelineHealth health = new PipelineHealth(List.of(Examples.shop()), states);

  @Test
  void isUpWhereNothingIsTheMatter() {
    assertThat(health.health()).isEqualTo(Health.up().build());
  }

  @Test
  void namesTopicsAndPartitionsThatAreNotAsTheyShouldBe() {
    troubles.replace("shop", List.of(new Trouble(Effect.REMOVAL, "it is compacted")));
    states.polled(
        "shop",
        0,
        new LedgerSummary(
            List.of(),
            List.of(),
            List.of(new TopicProgress("shop.large", 1, 0, 7, null, "replaced", true, null)),
            List.of(),
            List.of(),
            Flights.EMPTY_SOURCE,
            List.of()));
    assertThat(health.health().getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(health.health().getDetails())
        .isEqualTo(
            Map.of(
                "troubles",
                Map.of(
                    "shop",
                    List.of(
                        "it is compacted", "partition 1 of shop.large is not read: replaced"))));
  }
}
