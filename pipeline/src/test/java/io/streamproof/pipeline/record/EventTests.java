package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cel.common.values.NullValue;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator sees of a record. */
class EventTests {
  private final Headers headers = new RecordHeaders();

  @Test
  void hasTheIdentityThatItsClientGave() {
    headers
        .add(HeaderNames.ID, "é-1".getBytes(UTF_8))
        .add(HeaderNames.SOURCE, "/s".getBytes(UTF_8));
    headers.add(HeaderNames.TYPE, "sale".getBytes(UTF_8));

    assertThat(event(null).id()).isEqualTo("é-1");
    assertThat(event(null).source()).isEqualTo("/s");
    assertThat(event(null).type()).isEqualTo("sale");
  }

  @Test
  void hasTheIdentityOfItsOriginBetweenStages() {
    headers.add(HeaderNames.ORIGIN, new Origin("late", 1, 2, 3, "00000000", 0).toBytes());

    assertThat(event(null).id()).isEqualTo("late:1@2#3");
    assertThat(event(null).source()).isEqualTo("/pipelines/p/late");
  }

  @Test
  void hasTheIdentityOfItsPositionWhereNothingElseIsKnown() {
    assertThat(event(null).id()).isEqualTo("p.t:4@5");
    assertThat(event(null).source()).isEmpty();
    assertThat(event(null).type()).isEmpty();
  }

  @Test
  void takesAnAbsentValueAsNullAndRefusesWhatIsNoJson() {
    assertThat(event(null).data()).isEqualTo(NullValue.NULL_VALUE);
    Event broken = event("{".getBytes(UTF_8));
    assertThatExceptionOfType(UnreadableException.class).isThrownBy(broken::data);
  }

  private Event event(byte @Nullable [] value) {
    return Event.of(new SourceRecord("p.t", 4, 5, 6, null, value, headers), "p");
  }
}
