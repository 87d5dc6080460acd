package io.streamproof.pipeline.tally;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.streamproof.pipeline.StageRun;
import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.record.TraceContext;
import io.streamproof.pipeline.record.WireFile;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The content hash against sums that another implementation of XXH3 has computed. */
class ContentHashTests {

  @ParameterizedTest
  @MethodSource("golden")
  void hashesTheLayoutOfTheContract(Map<?, ?> expected) {
    Tally tally =
        ContentHash.observed(
            new Origin("s", 0, number(expected, "offset"), (int) number(expected, "index"), "", 0),
            record(expected),
            Boolean.TRUE.equals(expected.get("deadLetter")));

    assertThat(tally).isEqualTo(sum(expected));
    assertThat(hash(HexFormat.of().parseHex((String) expected.get("layout"))))
        .isEqualTo(sum(expected));
  }

  @Test
  void observesOfAnEmissionWhatWasExpectedOfIt() {
    for (StageRun run :
        List.of(
            StageRun.of("filter: data.a > 0"),
            StageRun.of("map: '{\"b\": data.a}'\nkey: data.a\ntype: other"),
            StageRun.of("flat-map: '[data.a, data.a, null]'"),
            StageRun.of("filter: data.missing"))) {
      List<OutputRecord> outputs = run.give("k", 1_000, "{\"a\":1}");

      assertThat(outputs).isNotEmpty();
      for (OutputRecord output : outputs) {
        Origin origin = output.origin();
        assertThat(ContentHash.observed(origin, inTopic(output, 1), output.deadLetter()))
            .isEqualTo(ContentHash.expected(output))
            .isEqualTo(ContentHash.observed(origin, inTopic(output, 2), output.deadLetter()));
      }
    }
  }

  @Test
  void hashesAnEventAtItsOwnPosition() {
    Headers headers = new RecordHeaders();
    SourceRecord event = new SourceRecord("p.source", 1, 2, 3, null, new byte[0], headers);
    Origin position = new Origin("any", 9, 2, 0, "any", 9);

    assertThat(ContentHash.source(event)).isEqualTo(ContentHash.observed(position, event, false));
  }

  static Stream<Map<?, ?>> golden() {
    List<?> all = (List<?>) JsonCodec.read(WireFile.text("content-hash.json").getBytes(UTF_8));
    return all.stream().map(one -> (Map<?, ?>) one);
  }

  private static SourceRecord inTopic(OutputRecord output, long emittedAtMicros) {
    return new SourceRecord(
        output.topic(),
        output.partition(),
        77,
        output.timestamp(),
        output.key(),
        output.value(),
        output.headers(emittedAtMicros));
  }

  private static SourceRecord record(Map<?, ?> expected) {
    Headers headers = new RecordHeaders();
    new Attributes(
            bytes(expected, "type"),
            bytes(expected, "id"),
            bytes(expected, "source"),
            bytes(expected, "time"),
            bytes(expected, "contentType"))
        .writeTo(headers);
    if (expected.get("traceId") instanceof String traceId) {
      TraceContext trace = new TraceContext(traceId, "b7ad6b7169203331", "01");
      headers.add(HeaderNames.TRACEPARENT, trace.toBytes());
    }
    return new SourceRecord(
        "p.s",
        (int) number(expected, "partition"),
        0,
        number(expected, "timestamp"),
        bytes(expected, "key"),
        bytes(expected, "value"),
        headers);
  }

  private static Tally sum(Map<?, ?> expected) {
    return new Tally(1, lane(expected, "high"), lane(expected, "low"));
  }

  private static Tally hash(byte[] layout) {
    HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(layout);
    return new Tally(1, hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  private static long lane(Map<?, ?> expected, String name) {
    return HexFormat.fromHexDigitsToLong((String) expected.get(name));
  }

  private static long number(Map<?, ?> expected, String name) {
    return Objects.requireNonNull((Long) expected.get(name));
  }

  private static byte @Nullable [] bytes(Map<?, ?> expected, String name) {
    Object text = expected.get(name);
    return text instanceof String known ? known.getBytes(UTF_8) : null;
  }
}
