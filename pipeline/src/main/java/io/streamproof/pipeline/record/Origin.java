package io.streamproof.pipeline.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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

  /** Reads the header's value; null if it is absent or not exactly as {@link #toBytes} gives it. */
  public static @Nullable Origin parse(byte @Nullable [] header) {
    return header == null ? null : OriginParser.parse(header);
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
