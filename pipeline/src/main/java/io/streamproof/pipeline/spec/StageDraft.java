package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import io.streamproof.pipeline.spec.OperatorSpecification.Aggregate;
import io.streamproof.pipeline.spec.OperatorSpecification.Custom;
import io.streamproof.pipeline.spec.OperatorSpecification.Emit;
import io.streamproof.pipeline.spec.OperatorSpecification.Lookup;
import io.streamproof.pipeline.yaml.YamlMapping;
import io.streamproof.pipeline.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/**
 * A stage as far as it could be read: what is wrong or missing is null.
 *
 * @param properties as they stand in the file
 */
record StageDraft(
    YamlMapping properties,
    @Nullable String name,
    @Nullable String from,
    @Nullable String to,
    @Nullable OperatorSpecification operator,
    @Nullable Expression key,
    @Nullable String type,
    int partitions,
    Guarantee guarantee) {

  /** The name of the topic that it writes; null if that is not known. */
  @Nullable String output() {
    return properties.get("to") == null ? name : to;
  }

  /** The same stage without its name. */
  StageDraft nameless() {
    return new StageDraft(properties, null, from, to, operator, key, type, partitions, guarantee);
  }

  /** Tells a problem where a property stands, or else where the stage begins. */
  void problem(String property, String what, String mend) {
    YamlValue value = properties.get(property);
    if (value == null) {
      properties.problem(properties.name() + " " + what, mend);
    } else {
      value.problem(properties.name() + " " + what, mend);
    }
  }

  /** Whether it folds or joins by the key of what it reads. */
  boolean needsKey() {
    return operator instanceof Aggregate || operator instanceof Lookup;
  }

  /**
   * Whether what it emits has a key, given whether what it reads has one. A custom operator may
   * give keys of its own, and is trusted to.
   */
  boolean keyed(boolean source) {
    return source || properties.get("key") != null || operator instanceof Custom;
  }

  /** Refuses a key that would never be used. */
  void checkKey() {
    if (operator instanceof Aggregate aggregate
        && aggregate.emit() == Emit.ON_CLOSE
        && properties.get("key") != null) {
      problem(
          "key",
          "emits when a window closes, at the window's key, so a \"key\" has no event to look at",
          "re-key in a map stage behind it");
    }
  }

  /**
   * Refuses at-least-once where state is kept: Kafka Streams does not take back what an unfinished
   * commit has done to the state, so that the emissions that are repeated would also differ.
   */
  void checkGuarantee() {
    if (guarantee == Guarantee.AT_LEAST_ONCE && operator != null && operator.mayKeepState()) {
      problem(
          "guarantee",
          "is at-least-once and %s state, which an event processed again would change twice"
              .formatted(operator instanceof Custom ? "may keep" : "keeps"),
          "set \"guarantee: exactly-once\" for this stage");
    }
  }

  /** The stage that it stands for, if nothing is missing. */
  @Nullable StageSpecification complete(@Nullable String source) {
    String output = output();
    if (name == null || source == null || output == null || operator == null) {
      return null;
    }
    return new StageSpecification(name, source, output, operator, key, type, partitions, guarantee);
  }
}
