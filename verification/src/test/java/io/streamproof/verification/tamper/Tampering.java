package io.streamproof.verification.tamper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.record.HeaderNames;
import io.streamproof.pipeline.record.Origin;
import io.streamproof.pipeline.stage.OutputRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What becomes of a record that a stage emits: nothing, itself, something else, several. */
@FunctionalInterface
public interface Tampering {
  List<ProducerRecord<byte[], byte[]>> apply(
      OutputRecord output, ProducerRecord<byte[], byte[]> honest);

  Tampering NONE = (output, honest) -> List.of(honest);

  /** Tampers with the emission of one source record and leaves the others alone. */
  static Tampering at(int partition, long offset, Tampering tampering) {
    return (output, honest) ->
        output.origin().partition() == partition && output.origin().offset() == offset
            ? tampering.apply(output, honest)
            : List.of(honest);
  }

  static Tampering remove() {
    return (output, honest) -> List.of();
  }

  static Tampering repeat() {
    return (output, honest) -> List.of(honest, honest);
  }

  static Tampering alter(String value) {
    return (output, honest) ->
        List.of(copy(honest, honest.partition(), honest.key(), value.getBytes(UTF_8)));
  }

  /** From the emission of a source record on, alters all emissions for its key. */
  static Tampering alterFrom(int partition, long offset, String value) {
    byte[][] spoiled = new byte[1][];
    return (output, honest) -> {
      if (output.origin().partition() == partition && output.origin().offset() == offset) {
        spoiled[0] = honest.key();
      }
      return Arrays.equals(spoiled[0], honest.key())
          ? alter(value).apply(output, honest)
          : List.of(honest);
    };
  }

  static Tampering rekey(String key) {
    return (output, honest) ->
        List.of(copy(honest, honest.partition(), key.getBytes(UTF_8), honest.value()));
  }

  static Tampering divert(int partitions) {
    return (output, honest) ->
        List.of(copy(honest, (honest.partition() + 1) % partitions, honest.key(), honest.value()));
  }

  /** Lets the record be followed by one of the same content without an origin. */
  static Tampering followAnonymously() {
    return (output, honest) -> {
      ProducerRecord<byte[], byte[]> forged =
          copy(honest, honest.partition(), honest.key(), honest.value());
      forged.headers().remove(HeaderNames.ORIGIN);
      return List.of(honest, forged);
    };
  }

  /** Lets the record be followed by one whose origin points behind the end of the source. */
  static Tampering followFromNowhere() {
    return (output, honest) -> {
      Origin real = output.origin();
      Origin written =
          Objects.requireNonNull(
              Origin.parse(honest.headers().lastHeader(HeaderNames.ORIGIN).value()));
      Origin forgedOrigin =
          new Origin(
              real.stage(),
              real.partition(),
              5_000_000_000L,
              0,
              real.specification(),
              written.emittedAtMicros());
      ProducerRecord<byte[], byte[]> forged =
          copy(honest, honest.partition(), honest.key(), honest.value());
      forged.headers().remove(HeaderNames.ORIGIN);
      forged.headers().add(HeaderNames.ORIGIN, forgedOrigin.toBytes());
      return List.of(honest, forged);
    };
  }

  static Tampering retrace() {
    return (output, honest) -> {
      ProducerRecord<byte[], byte[]> retraced =
          copy(honest, honest.partition(), honest.key(), honest.value());
      retraced.headers().remove(HeaderNames.TRACEPARENT);
      retraced
          .headers()
          .add(
              HeaderNames.TRACEPARENT,
              "00-11111111111111111111111111111111-2222222222222222-00".getBytes(UTF_8));
      return List.of(retraced);
    };
  }

  /** Exchanges the emission of a source record with the next one for the same partition. */
  static Tampering swap(int partition, long offset) {
    List<ProducerRecord<byte[], byte[]>> held = new ArrayList<>();
    return (output, honest) -> {
      if (output.origin().partition() == partition && output.origin().offset() == offset) {
        held.add(honest);
        return List.of();
      }
      if (!held.isEmpty()
          && output.origin().partition() == partition
          && honest.partition().equals(held.get(0).partition())) {
        return List.of(honest, held.remove(0));
      }
      return List.of(honest);
    };
  }

  private static ProducerRecord<byte[], byte[]> copy(
      ProducerRecord<byte[], byte[]> record,
      int partition,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    return new ProducerRecord<>(
        record.topic(),
        partition,
        record.timestamp(),
        key,
        value,
        new RecordHeaders(record.headers().toArray()));
  }
}
