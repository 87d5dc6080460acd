package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.RandomTries;
import io.streamproof.pipeline.RandomValues;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The trace context on the wire, read by hand as a regular expression would read it. */
class TraceContextTests {
  private static final String GOLDEN = WireFile.text("traceparent.txt").strip();
  private static final Pattern WIRE =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  @Test
  void isReadAndWrittenAsTheStandardSays() {
    TraceContext context =
        new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");

    assertThat(TraceContext.parse(GOLDEN)).isEqualTo(context);
    assertThat(TraceContext.parse(GOLDEN.getBytes(ISO_8859_1))).isEqualTo(context);
    assertThat(context.traceparent()).isEqualTo(GOLDEN);
    assertThat(context.child("00f067aa0ba902b7").traceId()).isEqualTo(context.traceId());
  }

  @Test
  void readsNothingOfWhatIsNotOne() {
    assertThat(TraceContext.parse((String) null)).isNull();
    assertThat(TraceContext.parse((byte[]) null)).isNull();
    assertThat(TraceContext.parse("")).isNull();
    assertThat(TraceContext.parse("00-" + "0".repeat(32) + "-b7ad6b7169203331-01")).isNull();
    assertThat(TraceContext.parse(GOLDEN.replace("b7ad6b7169203331", "0".repeat(16)))).isNull();
    assertThat(TraceContext.parse(GOLDEN.replace("0af7", "0éf7"))).isNull();
  }

  @Test
  void isSampledByTheLastBitOfItsFlags() {
    for (String flags : new String[] {"01", "03", "0b", "ff"}) {
      assertThat(sampled(flags)).as(flags).isTrue();
    }
    for (String flags : new String[] {"00", "02", "10", "fe"}) {
      assertThat(sampled(flags)).as(flags).isFalse();
    }
    assertThat(TraceContext.isSampled(null)).isFalse();
    assertThat(TraceContext.isSampled("no context, though it ends in 01".getBytes(ISO_8859_1)))
        .isFalse();
  }

  private static boolean sampled(String flags) {
    String header = GOLDEN.substring(0, GOLDEN.length() - 2) + flags;
    boolean read = Objects.requireNonNull(TraceContext.parse(header)).sampled();
    assertThat(TraceContext.isSampled(header.getBytes(ISO_8859_1))).isEqualTo(read);
    return read;
  }

  @Test
  void readsExactlyWhatTheRegularExpressionReads() {
    RandomTries.run(
        3_000,
        values -> {
          String header = nearContext(values);
          assertThat(TraceContext.parse(header.getBytes(ISO_8859_1)) != null)
              .as(header)
              .isEqualTo(WIRE.matcher(header).matches());
        });
  }

  private static String nearContext(RandomValues values) {
    int at = values.integer(0, GOLDEN.length() - 1);
    int to = Math.min(at + values.integer(0, 2), GOLDEN.length());
    String sign = values.oneOf(List.of("", "0", "f", "F", "g", "-", " ", "ab"));
    return GOLDEN.substring(0, at) + sign + GOLDEN.substring(to);
  }
}
