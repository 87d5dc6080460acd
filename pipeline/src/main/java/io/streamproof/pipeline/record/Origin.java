package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an emission comes from: the stage, the position of the source record that caused it, and
 * the index among the emissions of that record, from 0. Under exactly-once each expected origin
 * stands in the output exactly once.
 *
 * <p>On the wire: {@code <stage>:<partition>@<offset>#<index>;<specification>;<emitted at>}.
 *
 * @param specification the first 8 hex digits of the hash of the specification it was made by
 * @param emittedAtMicros when it was made, epoch microseconds; no part of what is compared
 */
public record Origin(
    String stage,
    int partition,
    long offset,
    int index,
    String specification,
    long emittedAtMicros) {

  private static final int LONGEST = 256;
  private static final Pattern WIRE =
      Pattern.compile(
          "([a-z0-9-]{1,100}):(\\d{1,9})@(\\d{1,18})#(\\d{1,9});([0-9a-f]{8});(\\d{1,18})");

  /** Reads the header's value; null if it is absent or malformed. */
  public static @Nullable Origin parse(byte @Nullable [] header) {
    if (header == null || header.length > LONGEST) {
      return null;
    }
    Matcher parts = WIRE.matcher(new String(header, ISO_8859_1));
    if (!parts.matches()) {
      return null;
    }
    return new Origin(
        parts.group(1),
        Integer.parseInt(parts.group(2)),
        Long.parseLong(parts.group(3)),
        Integer.parseInt(parts.group(4)),
        parts.group(5),
        Long.parseLong(parts.group(6)));
  }

  /** The part that identifies the emission: {@code <stage>:<partition>@<offset>#<index>}. */
  public String id() {
    return stage + ":" + partition + "@" + offset + "#" + index;
  }

  /** The CloudEvents source of an event that a stage derives: {@code /pipelines/<p>/<stage>}. */
  public String source(String pipeline) {
    return "/pipelines/" + pipeline + "/" + stage;
  }

  public Origin emittedAt(long micros) {
    return new Origin(stage, partition, offset, index, specification, micros);
  }

  public byte[] toBytes() {
    return (id() + ";" + specification + ";" + emittedAtMicros).getBytes(ISO_8859_1);
  }
}
