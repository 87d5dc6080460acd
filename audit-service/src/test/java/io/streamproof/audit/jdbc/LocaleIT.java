package io.streamproof.audit.jdbc;

import static io.streamproof.audit.support.Examples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.support.Database;
import io.streamproof.pipeline.record.SourceRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit where the default locale has digits of its own, which SQL does not know. */
class LocaleIT {
  private static final Locale ARABIC = Locale.forLanguageTag("ar-EG-u-nu-arab");

  private final Locale before = Locale.getDefault();
  private final SourceRecord order = order(0, 0, "ada", 5);

  @BeforeEach
  void setLocale() {
    // Starts the server, which writes its own settings by the default locale.
    Database.create();
    Locale.setDefault(ARABIC);
  }

  @AfterEach
  void resetLocale() {
    Locale.setDefault(before);
  }

  @Test
  void settlesAndJudgesInAnyLocale() {
    LedgerFixture fixture = new LedgerFixture();
    fixture.read(fixture.observer("shop.source", 0), List.of(order));
    fixture.judgement.settle(fixture.large(), Map.of(0, 1L));
    fixture.judgement.judge(fixture.shop);
    fixture.judgement.judgeSource(fixture.shop);
    assertThat(fixture.judgement.openSourceBlocks(fixture.shop, 10)).hasSize(1);
    assertThat(fixture.<List<?>>turn(turn -> turn.unmetClaims(10))).isEmpty();
    assertThat(fixture.row("select verdict from block where stage_id = 1"))
        .containsEntry("verdict", "PROVEN");
  }
}
