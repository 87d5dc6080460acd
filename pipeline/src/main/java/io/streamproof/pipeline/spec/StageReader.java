package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.ResultType;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a stage by itself; how it stands to the others is seen to by {@link Wiring}. */
final class StageReader {
  private static final List<String> KNOWN = known();
  private static final Map<String, Guarantee> GUARANTEES =
      Map.of("exactly-once", Guarantee.EXACTLY_ONCE, "at-least-once", Guarantee.AT_LEAST_ONCE);

  private final int partitions;
  private final Guarantee guarantee;
  private final OperatorReader operators;

  /** A reader with what holds for a stage that does not say otherwise. */
  StageReader(int partitions, Guarantee guarantee, @Nullable Set<String> customOperators) {
    this.partitions = partitions;
    this.guarantee = guarantee;
    this.operators = new OperatorReader(customOperators);
  }

  /** Reads a stage; null if it is no mapping. */
  @Nullable StageDraft read(YamlValue value) {
    YamlMapping stage = value.mapping(KNOWN);
    if (stage == null) {
      return null;
    }
    YamlValue name = stage.required("name", "give it one, unique in the pipeline");
    YamlValue from = stage.get("from");
    YamlValue to = stage.get("to");
    YamlValue type = stage.get("type");
    StageDraft draft =
        new StageDraft(
            stage,
            name == null ? null : name.read(Names::stage, Names.NEEDED),
            from == null ? null : from.read(Names::readable, "a stage, a \"to:\" or \"source\""),
            to == null ? null : to.read(Names::stage, Names.NEEDED),
            operators.read(stage),
            ExpressionReader.read(stage.get("key"), ResultType.KEY),
            type == null ? null : type.text(),
            Partitions.read(stage.get("partitions"), partitions),
            guarantee(stage.get("guarantee"), guarantee));
    draft.checkKey();
    draft.checkGuarantee();
    return draft;
  }

  static Guarantee guarantee(@Nullable YamlValue value, Guarantee otherwise) {
    Guarantee guarantee =
        value == null ? null : value.read(GUARANTEES::get, "\"exactly-once\" or \"at-least-once\"");
    return guarantee == null ? otherwise : guarantee;
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(OperatorReader.KINDS);
    known.addAll(List.of("name", "from", "to", "key", "type", "partitions", "guarantee", "with"));
    return List.copyOf(known);
  }
}
