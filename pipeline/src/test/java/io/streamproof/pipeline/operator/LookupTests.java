package io.streamproof.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.StageRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lookup: what it keeps, and how it completes. */
class LookupTests {

  @Test
  void completesWithTheLatestOfTheSameKey() {
    StageRun run = lookup("complete: sale, as: rate, otherwise: drop");

    assertThat(give(run, "eur", "sale", "{\"a\":1}")).isEmpty();
    assertThat(give(run, "eur", "rate", "{\"r\":1.10}")).isEmpty();
    assertThat(give(run, "eur", "sale", "{\"a\":12345678901234567.89}"))
        .containsExactly("{\"a\":12345678901234567.89,\"rate\":{\"r\":1.1}}");
    assertThat(give(run, "usd", "sale", "{\"a\":1}")).isEmpty();
    give(run, "eur", "rate", "2");
    assertThat(give(run, "eur", "sale", "{\"rate\":0,\"a\":1}"))
        .containsExactly("{\"rate\":2,\"a\":1}");
    assertThat(give(run, "eur", "refund", "{}")).as("of a further type").isEmpty();
  }

  @Test
  void completesAllOtherTypesWhereNoneIsNamed() {
    StageRun run = lookup("as: rate");

    assertThat(give(run, "eur", "sale", "{}")).containsExactly("{\"rate\":null}");
    assertThat(give(run, "eur", "refund", "{}")).containsExactly("{\"rate\":null}");
  }

  @Test
  void forgetsWhatWasKeptAtAPayloadOfNull() {
    StageRun run = lookup("as: rate, otherwise: dead-letter");
    give(run, "eur", "rate", "1");
    assertThat(give(run, "eur", "sale", "{}")).containsExactly("{\"rate\":1}");
    give(run, "eur", "rate", "null");

    assertThat(give(run, "eur", "sale", "{}"))
        .containsExactly("dead letter: no rate is known for key eur");
    assertThat(run.stage().stateSize()).isZero();
  }

  @Test
  void completesOnlyObjects() {
    assertThat(give(lookup("as: rate"), "eur", "sale", "[1]"))
        .containsExactly("dead letter: the payload to be completed is no JSON object");
  }

  private static StageRun lookup(String properties) {
    return StageRun.of("lookup: {keep: rate, " + properties + "}");
  }

  private static List<String> give(StageRun run, String key, String type, String json) {
    return run.give(key, 1, type, "1", json).stream().map(StageRun::text).toList();
  }
}
