package io.streamproof.verification.scenario;

import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import io.streamproof.verification.workload.LinesWorkload;
import io.streamproof.verification.workload.NaturalsWorkload;
import io.streamproof.verification.workload.OrdersWorkload;
import io.streamproof.verification.workload.Readings;
import io.streamproof.verification.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a scenario sends. */
record WorkloadReader(Function<YamlValue, @Nullable Path> paths) {
  private static final List<String> KINDS = List.of("file", "generate", "orders", "naturals");
  private static final int DEFAULT_KEYS = 50;

  @Nullable Workload read(YamlValue value) {
    YamlMapping workload = value.mapping(KINDS);
    if (workload == null) {
      return null;
    }
    if (workload.all().size() != 1) {
      workload.problem("the workload is " + workload.all().keySet(), "name one of " + KINDS);
      return null;
    }
    String kind = workload.all().keySet().iterator().next();
    YamlValue content = Objects.requireNonNull(workload.get(kind));
    return switch (kind) {
      case "file" -> file(content);
      case "generate" -> readings(content);
      case "orders" -> orders(content);
      default -> naturals(content);
    };
  }

  private @Nullable Workload file(YamlValue value) {
    Path path = paths.apply(value);
    return path == null ? null : new LinesWorkload(path);
  }

  private static @Nullable Workload orders(YamlValue value) {
    YamlMapping orders = value.mapping(List.of("records"));
    Integer records = orders == null ? null : records(orders);
    return records == null ? null : new OrdersWorkload(records);
  }

  private static @Nullable Workload naturals(YamlValue value) {
    YamlMapping naturals = value.mapping(List.of("records", "keys", "rate"));
    return naturals == null
        ? null
        : new NaturalsWorkload(recordsOrEndless(naturals), keys(naturals), rate(naturals));
  }

  private static @Nullable Workload readings(YamlValue value) {
    YamlMapping readings =
        value.mapping(
            List.of("records", "rate", "keys", "skew", "duplicates", "late", "malformed"));
    return readings == null
        ? null
        : new Readings(
            recordsOrEndless(readings),
            keys(readings),
            number(readings.get("skew"), Numbers::exponent, Numbers.EXPONENT),
            number(readings.get("duplicates"), Numbers::share, Numbers.SHARE),
            number(readings.get("late"), Numbers::share, Numbers.SHARE),
            number(readings.get("malformed"), Numbers::share, Numbers.SHARE),
            rate(readings));
  }

  private static @Nullable Integer records(YamlMapping workload) {
    YamlValue value = workload.required("records", "say how many");
    return value == null ? null : value.read(Numbers::positive, Numbers.POSITIVE);
  }

  private static long recordsOrEndless(YamlMapping workload) {
    Integer records = workload.get("records") == null ? null : records(workload);
    return records == null ? Workload.ENDLESS : records;
  }

  private static int keys(YamlMapping workload) {
    YamlValue value = workload.get("keys");
    Integer keys = value == null ? null : value.read(Numbers::positive, Numbers.POSITIVE);
    return keys == null ? DEFAULT_KEYS : keys;
  }

  private static @Nullable Integer rate(YamlMapping workload) {
    YamlValue value = workload.get("rate");
    return value == null ? null : value.read(Numbers::positive, Numbers.POSITIVE);
  }

  private static double number(
      @Nullable YamlValue value, Function<String, @Nullable Double> reader, String needed) {
    Double number = value == null ? null : value.read(reader, needed);
    return number == null ? 0 : number;
  }
}
