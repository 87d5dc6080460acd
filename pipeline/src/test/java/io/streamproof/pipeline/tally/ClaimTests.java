package io.streamproof.pipeline.tally;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamproof.pipeline.record.UnreadableException;
import io.streamproof.pipeline.record.WireFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTests {
  /** The wire form of the claims topic: whoever changes it breaks every audit that runs. */
  private static final String GOLDEN = WireFile.text("claim.json").strip();

  private static final Claim CLAIM =
      Claim.of(3, 17, new long[] {0b11L << 62, 0, 0, 1}, new Tally(3, -1L, 0x0123_4567_89ab_cdefL));

  @Test
  void isWrittenAsTheContractSays() {
    assertThat(CLAIM.toJson()).asString(UTF_8).isEqualTo(GOLDEN);
    assertThat(CLAIM.key()).asString(UTF_8).isEqualTo("3:17");
  }

  @Test
  void readsWhatItWrites() {
    assertThat(Claim.parse(GOLDEN.getBytes(UTF_8))).isEqualTo(CLAIM);
  }

  @Test
  void coversTheOffsetsOfItsBitsAndNoOther() {
    long first = 17L * Block.SIZE;
    assertThat(CLAIM.covers(first)).isTrue();
    assertThat(CLAIM.covers(first + 1)).isTrue();
    assertThat(CLAIM.covers(first + 2)).isFalse();
    assertThat(CLAIM.covers(first + 255)).isTrue();
    assertThat(CLAIM.covers(first + 256)).isFalse();
    assertThat(CLAIM.covers(first - 1)).isFalse();
  }

  @Test
  void showsItsBitsFromTheFirstOffsetToTheLast() {
    assertThat(CLAIM.bits()).isEqualTo("11" + "0".repeat(253) + "1");
  }

  @Test
  void refusesACountThatIsNotThatOfItsOffsets() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Claim.of(0, 0, new long[] {1, 0, 0, 0}, new Tally(2, 0, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> Claim.of(0, 0, new long[4], Tally.ZERO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "no json",
        "{\"partition\":3000000000,\"block\":17,\"offsets\":\"\",\"count\":3,\"high\":\"\",\"low\":\"\"}"
      })
  void refusesWhatIsNoClaim(String json) {
    assertThatExceptionOfType(UnreadableException.class)
        .isThrownBy(() -> Claim.parse(json.getBytes(UTF_8)));
  }

  @Test
  void refusesAClaimWithAMemberChanged() {
    for (String[] change :
        new String[][] {
          {"\"count\":3", "\"count\":4"},
          {"\"count\":3", "\"count\":\"3\""},
          {"ffffffffffffffff", "ffff"},
          {"c0000", "g0000"},
          {"\"block\":17", "\"block\":-1"},
          {"\"block\":17", "\"block\":36028797018963967"}
        }) {
      byte[] changed = GOLDEN.replace(change[0], change[1]).getBytes(UTF_8);
      assertThatExceptionOfType(UnreadableException.class).isThrownBy(() -> Claim.parse(changed));
    }
  }
}
