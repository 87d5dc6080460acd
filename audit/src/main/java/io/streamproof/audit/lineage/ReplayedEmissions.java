package io.streamproof.audit.lineage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamproof.pipeline.record.Attributes;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.record.SourceRecord;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the reference gives for a source record.
 *
 * @param whole whether these are all of its emissions; else only those of one key, whose indexes
 *     say nothing
 * @param sure whether all that bears on them was read; else a difference proves nothing
 */
record ReplayedEmissions(
    List<OutputRecord> outputs, boolean whole, boolean sure, @Nullable Contributors contributors) {
  ReplayedEmissions {
    outputs = List.copyOf(outputs);
  }

  /** What was repeated for sure. */
  static ReplayedEmissions surely(List<OutputRecord> outputs, @Nullable Contributors contributors) {
    return new ReplayedEmissions(outputs, true, true, contributors);
  }

  /** What is expected in the place of an observed emission. */
  Optional<OutputRecord> inPlaceOf(SourceRecord observed, int index) {
    return outputs.stream()
        .filter(
            output ->
                whole
                    ? output.origin().index() == index
                    : output.deadLetter() || isResultOf(output, observed))
        .findFirst()
        .map(output -> whole || output.deadLetter() ? output : withIndex(output, index));
  }

  /** Its index, which the record's id repeats, is taken from what is observed. */
  private static OutputRecord withIndex(OutputRecord output, int index) {
    Origin origin = output.origin();
    Origin placed =
        new Origin(
            origin.stage(),
            origin.partition(),
            origin.offset(),
            index,
            origin.specification(),
            origin.emittedAtMicros());
    Attributes attributes = output.attributes();
    return new OutputRecord(
        placed,
        output.topic(),
        output.partition(),
        output.timestamp(),
        output.key(),
        output.value(),
        new Attributes(
            attributes.type(),
            attributes.id() == null ? null : placed.id().getBytes(US_ASCII),
            attributes.source(),
            attributes.time(),
            attributes.contentType()),
        output.cause(),
        output.failure());
  }

  private static boolean isResultOf(OutputRecord output, SourceRecord observed) {
    return Arrays.equals(output.key(), observed.key())
        && output.timestamp() == observed.timestamp();
  }
}
