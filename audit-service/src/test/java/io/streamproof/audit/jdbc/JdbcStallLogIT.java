package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamproof.audit.monitor.StallLog.Stall;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** What a monitor writes to the ledger, and asks of it. */
class JdbcStallLogIT {
  private static final Stall AT_5 = new Stall("large", 0, 5);
  private static final Stall AT_9 = new Stall("spent", 1, 9);

  private final LedgerFixture fixture = new LedgerFixture();
  private final JdbcStallLog log =
      new JdbcStallLog(fixture.jdbc, fixture.transaction, fixture.findings);

  @Test
  void findsAStallOnceAndSaysWhenItWasOver() {
    log.begin(fixture.shop, Set.of(AT_5, AT_9));
    log.begin(fixture.shop, Set.of(AT_5));
    assertThat(log.ongoing(fixture.shop)).containsExactlyInAnyOrder(AT_5, AT_9);

    log.end(fixture.shop, Set.of(AT_5));
    assertThat(log.ongoing(fixture.shop)).containsExactly(AT_9);
    assertThat(resolved("large:0@5"))
        .containsEntry("resolved", true)
        .containsEntry("ongoing", false);
    assertThat(resolved("spent:1@9"))
        .containsEntry("resolved", false)
        .containsEntry("ongoing", true);
    assertThat(fixture.row("select count(*) as findings from finding"))
        .containsEntry("findings", 2L);
  }

  @Test
  void beginsAllStallsOrNone() {
    fixture
        .owner
        .sql("alter table finding add constraint no_spent check (stage <> 'spent')")
        .update();
    Set<Stall> stalls =
        IntStream.range(0, 1_000)
            .mapToObj(partition -> new Stall("large", partition, 5))
            .collect(Collectors.toCollection(HashSet::new));
    stalls.add(AT_9);
    assertThatThrownBy(() -> log.begin(fixture.shop, stalls))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThat(log.ongoing(fixture.shop)).isEmpty();
  }

  @Test
  void resumesAStallWhereTheStageStandsAgain() {
    log.begin(fixture.shop, Set.of(AT_5));
    log.end(fixture.shop, Set.of(AT_5));
    log.begin(fixture.shop, Set.of(AT_5));
    assertThat(log.ongoing(fixture.shop)).containsExactly(AT_5);
    assertThat(resolved("large:0@5")).containsEntry("resolved", false);
  }

  @Test
  void countsRecordsWhoseClaimsAreOverdue() {
    fixture.read(
        fixture.observer("shop.source", 0),
        LongStream.range(0, 300).mapToObj(offset -> order(0, offset, "ada", 20)).toList());
    assertThat(unclaimedBelow(300)).isEqualTo(300);
    assertThat(unclaimedBelow(270)).as("not due yet").isEqualTo(270);

    fixture.jdbc.sql("update source_block set claimed = observed where number = 0").update();
    assertThat(unclaimedBelow(300)).isEqualTo(44);
    fixture
        .jdbc
        .sql("update source_block set unclaimed_since = now() - interval '11 minutes'")
        .update();
    assertThat(unclaimedBelow(300)).as("not awaited any more").isZero();
  }

  private long unclaimedBelow(long offset) {
    return fixture.judgement.openSourceBlocks(fixture.shop, 10).stream()
        .mapToLong(block -> block.unclaimedBelow(offset))
        .sum();
  }

  private Map<String, Object> resolved(String identity) {
    return fixture
        .jdbc
        .sql("select resolved_at is not null as resolved, ongoing from finding where identity = ?")
        .param(identity)
        .query()
        .singleRow();
  }
}
