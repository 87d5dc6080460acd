package io.streamproof.audit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.report.LedgerSummary;
import io.streamproof.audit.report.LedgerSummary.SpecificationSince;
import io.streamproof.pipeline.OwnThread;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Keys are given once, and each specification is remembered. */
class JdbcPipelineRegisterIT {
  private final LedgerFixture ledger = new LedgerFixture();
  private final JdbcPipelineRegister register =
      new JdbcPipelineRegister(ledger.jdbc, ledger.transaction);

  @Test
  void givesAPipelineOneKey() {
    short id = register.pipeline("fresh", "1b7d05e3");
    assertThat(register.pipeline("fresh", "9f31c2aa")).isEqualTo(id);
    assertThat(register.pipeline("other", "9f31c2aa")).isNotEqualTo(id);
  }

  @Test
  void remembersSpecificationsInOrderAndEachOnceUntilAnotherFollows() {
    List.of("1b7d05e3", "9f31c2aa", "9f31c2aa", "1b7d05e3")
        .forEach(hash -> register.pipeline(ledger.shop.name(), hash));
    LedgerSummary summary =
        new JdbcReportRepository(ledger.jdbc, new JdbcTransactionManager(ledger.dataSource))
            .openSummary(ledger.shop.specification());
    assertThat(summary.specifications())
        .extracting(SpecificationSince::specification)
        .containsExactly("1b7d05e3", "9f31c2aa", "1b7d05e3", "00000000");
    assertThat(summary.specifications())
        .extracting(SpecificationSince::since)
        .isSortedAccordingTo((left, right) -> right.compareTo(left));
  }

  @Test
  void remembersASpecificationOnceThoughInstancesStartTogether() {
    List<CompletableFuture<Void>> starts =
        Stream.generate(() -> OwnThread.run(() -> register.pipeline("fresh", "9f31c2aa")))
            .limit(8)
            .toList();
    starts.forEach(CompletableFuture::join);
    assertThat(ledger.row("select count(*) as count from specification where hash = '9f31c2aa'"))
        .containsEntry("count", 1L);
  }
}
