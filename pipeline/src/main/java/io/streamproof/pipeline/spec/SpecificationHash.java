package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.record.JsonCodec;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Custom;
import io.streamproof.pipeline.spec.OperatorSpecification.Deduplicate;
import io.streamproof.pipeline.spec.OperatorSpecification.Field;
import io.streamproof.pipeline.spec.OperatorSpecification.Filter;
import io.streamproof.pipeline.spec.OperatorSpecification.FlatMap;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.spec.OperatorSpecification.Mapping;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what determines a pipeline's records: SHA-256 over a canonical JSON text in which
 * defaults are written out. Formatting, comments, the order in which stages are listed, what a
 * stage guarantees when it crashes and how fast it ought to be do not enter.
 */
final class SpecificationHash {
  /** To be raised when the same specification begins to give other records. */
  private static final long LANGUAGE = 1;

  private static final int DIGITS = 8;

  private SpecificationHash() {}

  static PipelineSpecification complete(
      String name,
      int partitions,
      Pace pace,
      SourceSpecification source,
      List<StageSpecification> stages) {
    String hash = hash(JsonCodec.write(canonical(name, partitions, source, stages)));
    return new PipelineSpecification(name, partitions, pace, source, stages, hash);
  }

  private static Map<String, Object> canonical(
      String name, int partitions, SourceSpecification source, List<StageSpecification> stages) {
    Map<String, Object> pipeline = new TreeMap<>();
    pipeline.put("language", LANGUAGE);
    pipeline.put("name", name);
    pipeline.put("partitions", partitions);
    putText(pipeline, "key", source.key());
    putText(pipeline, "time", source.time());
    pipeline.put(
        "stages",
        stages.stream()
            .sorted(Comparator.comparing(StageSpecification::name))
            .map(SpecificationHash::canonical)
            .toList());
    return pipeline;
  }

  private static Map<String, Object> canonical(StageSpecification stage) {
    Map<String, Object> canonical = new TreeMap<>();
    canonical.put("name", stage.name());
    canonical.put("from", stage.from());
    canonical.put("to", stage.to());
    canonical.put("partitions", stage.partitions());
    putText(canonical, "key", stage.key());
    if (stage.type() != null) {
      canonical.put("type", stage.type());
    }
    canonical.put(stage.operator().kind(), canonical(stage.operator()));
    return canonical;
  }

  private static Object canonical(OperatorSpecification operator) {
    if (operator instanceof Filter filter) {
      return filter.predicate().text();
    } else if (operator instanceof Mapping mapping) {
      return mapping.value().text();
    } else if (operator instanceof FlatMap flatMap) {
      return flatMap.values().text();
    } else if (operator instanceof Deduplicate deduplicate) {
      return deduplicate.within().toMillis();
    } else if (operator instanceof Aggregate aggregate) {
      return canonical(aggregate);
    } else if (operator instanceof Lookup lookup) {
      return canonical(lookup);
    } else if (operator instanceof Custom custom) {
      return Map.of(custom.bean(), sorted(custom.with()));
    }
    throw new IllegalStateException("no canonical form of " + operator.kind());
  }

  private static Map<String, Object> canonical(Aggregate aggregate) {
    Map<String, Object> canonical = new TreeMap<>();
    if (aggregate.window() != null) {
      canonical.put("window", aggregate.window().toMillis());
      canonical.put("grace", aggregate.grace().toMillis());
    }
    canonical.put("emit", aggregate.emit().name());
    canonical.put("fields", aggregate.fields().stream().map(SpecificationHash::canonical).toList());
    return canonical;
  }

  private static List<Object> canonical(Field field) {
    String argument = field.argument() == null ? "" : field.argument().text();
    return List.of(field.name(), field.fold().name(), argument);
  }

  private static Map<String, Object> canonical(Lookup lookup) {
    Map<String, Object> canonical = new TreeMap<>();
    canonical.put("keep", lookup.keep());
    if (lookup.complete() != null) {
      canonical.put("complete", lookup.complete());
    }
    canonical.put("as", lookup.as());
    canonical.put("otherwise", lookup.otherwise().name());
    return canonical;
  }

  /** Maps have no order of their own, so the names' order is taken. */
  private static Object sorted(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((name, member) -> sorted.put(String.valueOf(name), sorted(member)));
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(SpecificationHash::sorted).toList()
        : value;
  }

  private static void putText(Map<String, Object> canonical, String name, @Nullable Expression e) {
    if (e != null) {
      canonical.put(name, e.text());
    }
  }

  private static String hash(byte[] canonical) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
