package io.streamproof.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.operator.support.Log;
import io.streamproof.operator.support.RunningStage;
import io.streamproof.operator.support.SpanSink;
import io.streamproof.operator.support.StageProcess;
import io.streamproof.pipeline.record.HeaderNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What traces cost a stage: how fast the deployed process works off a full topic, and how much CPU
 * time it takes for each record, at several shares of recorded messages, in turns. It measures and
 * asserts nothing, so it is no test of any build; README.md says how to run it.
 */
class SamplingBenchmark {
  private static final int RECORDS = Integer.getInteger("records", 2_000_000);
  private static final int ROUNDS = Integer.getInteger("rounds", 3);

  /** So long that what the compiler does meanwhile is no part of the figures. */
  private static final int WARM_UP = RECORDS / 4 * 3;

  private static final int PARTITIONS = 4;
  private static final int CHUNK = 20_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  /** A share of recorded messages; without an exporter where spans are off altogether. */
  private record Case(String pipeline, double share, boolean exporting) {
    String group() {
      return pipeline + "-all";
    }

    String topic() {
      return pipeline + ".source";
    }
  }

  /** One round of a case. */
  private record Figure(double recordsPerSecond, double cpuMicros, String spans) {}

  @Test
  void measures() throws Exception {
    List<Case> cases =
        List.of(
            new Case("off", 1, false),
            new Case("none", 0, true),
            new Case("few", 0.01, true),
            new Case("all", 1, true));
    cases.forEach(SamplingBenchmark::fill);
    List<List<Figure>> figures = new ArrayList<>();
    cases.forEach(unused -> figures.add(new ArrayList<>()));
    try (SpanSink sink = SpanSink.start()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < cases.size(); i++) {
          figures.get(i).add(run(cases.get(i), sink));
        }
      }
    }
    for (int i = 0; i < cases.size(); i++) {
      tell(cases.get(i), figures.get(i));
    }
  }

  private Figure run(Case tested, SpanSink sink) throws Exception {
    Path specification =
        RunningStage.specification(
            folder,
            "name: %s\npartitions: %s\nstages:\n  - {name: all, filter: data.delay >= 0}\n"
                .formatted(tested.pipeline(), PARTITIONS));
    Map<String, String> environment =
        tested.exporting() ? Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint()) : Map.of();
    try (Admin admin = Log.admin();
        StageProcess process =
            StageProcess.start(
                folder, specification, tested.pipeline() + "/all", environment, "-Xmx1g")) {
      await(admin, tested, WARM_UP);
      long warm = committed(admin, tested);
      long begin = System.nanoTime();
      Duration cpu = process.cpu();
      await(admin, tested, RECORDS);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double worked = process.cpu().minus(cpu).toNanos() / 1e3;
      long records = RECORDS - warm;
      Figure figure = new Figure(records / seconds, worked / records, process.spans());
      process.terminate();
      admin.deleteConsumerGroups(List.of(tested.group())).all().get();
      return figure;
    }
  }

  private static void await(Admin admin, Case tested, int records) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> committed(admin, tested) >= records);
  }

  private static long committed(Admin admin, Case tested) throws Exception {
    return admin
        .listConsumerGroupOffsets(tested.group())
        .partitionsToOffsetAndMetadata()
        .get()
        .values()
        .stream()
        .mapToLong(position -> position == null ? 0 : position.offset())
        .sum();
  }

  private static void tell(Case tested, List<Figure> figures) {
    System.out.printf(
        Locale.ROOT,
        "recorded %5.1f %%, exporter %-3s: %s records/s, %s us of CPU a record; %s%n",
        tested.share() * 100,
        tested.exporting() ? "on" : "off",
        spread("%.0f", figures, Figure::recordsPerSecond),
        spread("%.1f", figures, Figure::cpuMicros),
        figures.get(figures.size() - 1).spans());
  }

  /** The median, and from where to where the rounds went. */
  private static String spread(
      String format, List<Figure> figures, ToDoubleFunction<Figure> figure) {
    double[] sorted = figures.stream().mapToDouble(figure).sorted().toArray();
    return String.format(
        Locale.ROOT,
        format + " (" + format + " to " + format + ")",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private static void fill(Case tested) {
    Log.create(tested.topic(), PARTITIONS);
    Random random = new Random(7);
    // Alone: a leader that is not ready yet may refuse a first batch and take the second.
    Log.write(List.of(record(tested, 0, random)));
    for (int from = 1; from < RECORDS; from += CHUNK) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (int n = from; n < Math.min(RECORDS, from + CHUNK); n++) {
        records.add(record(tested, n, random));
      }
      Log.write(records);
    }
  }

  /** About 200 bytes of JSON under the headers that ingest writes. */
  private static ProducerRecord<byte[], byte[]> record(Case tested, int n, Random random) {
    String airport = "A" + random.nextInt(300);
    String value =
        """
        {"time":"2001-01-01T00:47:00Z","delay":%s,"distance":1750,"origin":"%s",\
        "destination":"LAS","airline":"An airline of some name","flight":"%s","tail":"N%s",\
        "remark":"none so far"}"""
            .formatted(
                random.nextInt(500), airport, n, HexFormat.of().toHexDigits(random.nextLong()));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            tested.topic(),
            n % PARTITIONS,
            1_000L + n,
            airport.getBytes(UTF_8),
            value.getBytes(UTF_8));
    String flags = random.nextDouble() < tested.share() ? "01" : "00";
    put(
        record,
        HeaderNames.TRACEPARENT,
        String.format(
            Locale.ROOT,
            "00-%016x%016x-%016x-%s",
            random.nextLong(),
            random.nextLong(),
            random.nextLong() | 1,
            flags));
    put(record, HeaderNames.SPEC_VERSION, "1.0");
    put(record, HeaderNames.ID, "/flights#" + n);
    put(record, HeaderNames.SOURCE, "/flights");
    put(record, HeaderNames.TYPE, "io.streamproof.upload");
    put(record, HeaderNames.TIME, "2001-01-01T00:47:00Z");
    put(record, HeaderNames.CONTENT_TYPE, "application/json");
    return record;
  }

  private static void put(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
