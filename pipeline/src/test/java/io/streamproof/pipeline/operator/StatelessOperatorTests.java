package io.streamproof.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.StageRun;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.Partitioner;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filter, map and flat-map. */
class StatelessOperatorTests {

  @Test
  void filtersByteByByte() {
    StageRun filter = StageRun.of("filter: data.a > 1");

    assertThat(filter.values("k", 1, " { \"a\" : 2.0, \"a\":3 } "))
        .containsExactly(" { \"a\" : 2.0, \"a\":3 } ");
    assertThat(filter.values("k", 1, "{\"a\":1}")).isEmpty();
  }

  @Test
  void sendsWhatItCannotFilterToTheDeadLetters() {
    StageRun filter = StageRun.of("filter: data.a");

    assertThat(filter.values("k", 1, "{\"a\":5}"))
        .containsExactly("dead letter: data.a: gives neither true nor false");
    assertThat(filter.values("k", 1, "{}"))
        .containsExactly("dead letter: data.a: key 'a' is not present in map.");
    assertThat(filter.values("k", 1, "{\"a\":"))
        .singleElement()
        .asString()
        .startsWith("dead letter: no JSON at column");
  }

  @Test
  void sendsWhatUtf8CannotHoldToTheDeadLettersUnlessItIsNotLookedAt() {
    String half = "{\"a\":\"cut \\ud83d\"}";

    for (String looking :
        List.of("map: data", "filter: data.a != ''", "map: data.b\nkey: data.a")) {
      assertThat(StageRun.of(looking).values("k", 1, half))
          .singleElement()
          .asString()
          .startsWith("dead letter: half a surrogate pair stands alone in the text at column 6");
    }
    assertThat(StageRun.of("filter: 'true'").values("k", 1, half)).containsExactly(half);
  }

  @Test
  void aDeadLetterIsTheSourceRecordAtItsOwnPartition() {
    OutputRecord letter = StageRun.of("filter: data.a\nkey: data.a").give("k", 7, "{}").get(0);

    assertThat(letter.deadLetter()).isTrue();
    assertThat(letter.topic()).isEqualTo("p.s-dlt");
    assertThat(letter.partition()).isZero();
    assertThat(letter.origin().id()).isEqualTo("s:0@0#0");
    assertThat(letter.key()).asString(UTF_8).isEqualTo("k");
    assertThat(letter.value()).asString(UTF_8).isEqualTo("{}");
    assertThat(letter.timestamp()).isEqualTo(7);
  }

  @Test
  void mapsToOneValueAndMayReKey() {
    StageRun map = StageRun.of("map: data.a\nkey: data.city");
    OutputRecord output = map.give("k", 7, "{\"a\":[1.10],\"city\":\"東京\"}").get(0);

    assertThat(StageRun.text(output)).isEqualTo("[1.1]");
    assertThat(output.key()).asString(UTF_8).isEqualTo("東京");
    assertThat(output.partition()).isEqualTo(Partitioner.ofKey("東京".getBytes(UTF_8), 4));
    assertThat(output.timestamp()).isEqualTo(7);
    assertThat(map.give("k", 7, "{\"a\":1,\"city\":null}").get(0).key()).isNull();
  }

  @Test
  void mapsNullToTheValueNull() {
    assertThat(StageRun.of("map: data.a").values(null, 1, "{\"a\":null}")).containsExactly("null");
  }

  @Test
  void emitsTheElementsOfAListInOrderUnderOneKey() {
    List<OutputRecord> outputs =
        StageRun.of("flat-map: data.l\nkey: data.k").give("a", 1, "{\"k\":5,\"l\":[3,null,\"x\"]}");

    assertThat(outputs).extracting(StageRun::text).containsExactly("3", "null", "\"x\"");
    assertThat(outputs).extracting(output -> output.origin().index()).containsExactly(0, 1, 2);
    assertThat(outputs).allSatisfy(output -> assertThat(output.key()).asString().isEqualTo("5"));
  }

  @Test
  void emitsNothingOfAnEmptyListAndFailsOnWhatIsNone() {
    StageRun flatMap = StageRun.of("flat-map: data.l");

    assertThat(flatMap.values("a", 1, "{\"l\":[]}")).isEmpty();
    assertThat(flatMap.values("a", 1, "{\"l\":1}"))
        .containsExactly("dead letter: data.l: gives no list");
  }

  @Test
  void emitsNothingAtAllIfOneOfSeveralCannotBeWritten() {
    assertThat(StageRun.of("flat-map: '[1, data.a / 0.0]'").values("a", 1, "{\"a\":1}"))
        .containsExactly("dead letter: Infinity is no number in JSON");
  }

  @Test
  void takesAPayloadOfAMebibyteAndOneOfFiveHundredLevels() {
    String large = "{\"a\":\"" + "é".repeat((1 << 19) - 5) + "\"}";
    String deep = "[".repeat(JsonCodec.MAX_DEPTH) + "]".repeat(JsonCodec.MAX_DEPTH);

    assertThat(StageRun.of("map: data").values("k", 1, large)).containsExactly(large);
    assertThat(StageRun.of("map: data").values("k", 1, deep)).containsExactly(deep);
    assertThat(StageRun.of("map: '[data]'").values("k", 1, deep))
        .singleElement()
        .asString()
        .startsWith("dead letter: ");
  }

  @Test
  void keepsARecordWithoutKeyInThePartitionOfItsSource() {
    OutputRecord output = StageRun.of("map: data").give(null, 1, "1").get(0);

    assertThat(output.key()).isNull();
    assertThat(output.partition()).isZero();
  }
}
