package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Emit;
import io.streamproof.pipeline.spec.OperatorSpecification.Field;
import io.streamproof.pipeline.yaml.Durations;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an aggregate: {@code {window, grace, emit, fields}}. */
final class AggregateReader {
  private static final List<String> KNOWN = List.of("window", "grace", "emit", "fields");
  private static final Map<String, Emit> EMITS =
      Map.of("on-update", Emit.ON_UPDATE, "on-close", Emit.ON_CLOSE);

  /** An update can still be mended by a later one, so that waiting costs only state. */
  private static final Duration GRACE_ON_UPDATE = Duration.ofDays(1);

  private AggregateReader() {}

  static @Nullable Aggregate read(YamlValue value) {
    YamlMapping properties = value.mapping(KNOWN);
    if (properties == null) {
      return null;
    }
    YamlValue window = properties.get("window");
    YamlValue grace = properties.get("grace");
    YamlValue emit = properties.get("emit");
    Duration length =
        window == null ? null : window.read(Durations::parsePositive, Durations.NEEDED);
    Emit when = emit == null ? null : emit.read(EMITS::get, "\"on-update\" or \"on-close\"");
    when = when == null ? Emit.ON_UPDATE : when;
    if (window == null && emit != null && when == Emit.ON_CLOSE) {
      emit.problem(
          emit.name() + " is on-close, but without a window nothing ever closes",
          "give it a window, or emit on-update");
    }
    if (window == null && grace != null) {
      grace.problem(
          grace.name() + " has no window to keep open", "give it a window, or remove the grace");
    }
    List<Field> fields =
        fields(properties.required("fields", "name what it gives, as in {n: count()}"));
    Duration late = grace == null ? null : grace.read(Durations::parse, Durations.NEEDED);
    return fields == null
        ? null
        : new Aggregate(length, late == null ? graceOf(length, when) : late, when, fields);
  }

  private static Duration graceOf(@Nullable Duration window, Emit emit) {
    return window == null || emit == Emit.ON_CLOSE ? Duration.ZERO : GRACE_ON_UPDATE;
  }

  private static @Nullable List<Field> fields(@Nullable YamlValue value) {
    YamlMapping named = value == null ? null : value.freeMapping();
    if (named == null) {
      return null;
    }
    if (named.all().isEmpty()) {
      named.problem(named.name() + " is empty", "name what it gives, as in {n: count()}");
    }
    List<Field> fields = new ArrayList<>();
    named
        .all()
        .forEach(
            (name, fold) -> {
              Field field = FieldReader.read(name, fold);
              if (field != null) {
                fields.add(field);
              }
            });
    return fields;
  }
}
