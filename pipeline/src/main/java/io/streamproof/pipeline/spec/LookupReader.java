package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.spec.OperatorSpecification.Otherwise;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a lookup: {@code {keep, complete, as, otherwise}}. */
final class LookupReader {
  private static final List<String> KNOWN = List.of("keep", "complete", "as", "otherwise");
  private static final Map<String, Otherwise> OTHERWISE =
      Map.of(
          "null", Otherwise.NULL,
          "drop", Otherwise.DROP,
          "dead-letter", Otherwise.DEAD_LETTER);

  private LookupReader() {}

  static @Nullable Lookup read(YamlValue value) {
    YamlMapping properties = value.mapping(KNOWN);
    if (properties == null) {
      return null;
    }
    YamlValue keep = properties.required("keep", "name the event type to keep");
    YamlValue as = properties.required("as", "name the member that takes what is kept");
    YamlValue complete = properties.get("complete");
    String kept = keep == null ? null : keep.text();
    String completed = complete == null ? null : complete.text();
    String member = as == null ? null : as.text();
    Otherwise otherwise = otherwise(properties.get("otherwise"));
    if (complete != null && completed != null && completed.equals(kept)) {
      complete.problem(
          complete.name() + " is the type that is kept", "complete another type, or leave it out");
    }
    return kept == null || member == null ? null : new Lookup(kept, completed, member, otherwise);
  }

  private static Otherwise otherwise(@Nullable YamlValue value) {
    String word = value == null ? "null" : value.literal();
    Otherwise otherwise = word == null ? Otherwise.NULL : OTHERWISE.get(word);
    if (otherwise == null && value != null) {
      value.problem(value.name() + " is \"" + word + "\"", "it must be null, drop or dead-letter");
    }
    return otherwise == null ? Otherwise.NULL : otherwise;
  }
}
