package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stage does with each event. */
public sealed interface OperatorSpecification {
  /** The operator's name in the specification. */
  String kind();

  /**
   * Whether what it emits may depend on earlier events. Of a custom operator nobody knows before it
   * is made, so it may.
   */
  default boolean mayKeepState() {
    return !(this instanceof Filter || this instanceof Mapping || this instanceof FlatMap);
  }

  /** Passes on, unchanged, the events for which the predicate is true. */
  record Filter(Expression predicate) implements OperatorSpecification {
    @Override
    public String kind() {
      return "filter";
    }
  }

  /** Emits the value of an expression. */
  record Mapping(Expression value) implements OperatorSpecification {
    @Override
    public String kind() {
      return "map";
    }
  }

  /** Emits each element of a list, in order. */
  record FlatMap(Expression values) implements OperatorSpecification {
    @Override
    public String kind() {
      return "flat-map";
    }
  }

  /**
   * Folds the events of a key, and of a tumbling window of event time if one is given.
   *
   * @param window the window's length; null: one endless window
   * @param grace how long after its end, in event time, a window still takes late events
   */
  record Aggregate(@Nullable Duration window, Duration grace, Emit emit, List<Field> fields)
      implements OperatorSpecification {
    public Aggregate {
      fields = List.copyOf(fields);
    }

    @Override
    public String kind() {
      return "aggregate";
    }
  }

  /** When an aggregate emits: at each event, or once when its window closes. */
  enum Emit {
    ON_UPDATE,
    ON_CLOSE
  }

  /**
   * A field of an aggregate's result.
   *
   * @param argument what is folded; null only for {@code count()}
   */
  record Field(String name, Fold fold, @Nullable Expression argument) {}

  /** The folds that an aggregate offers. Nulls are skipped by all but {@code count()}. */
  enum Fold {
    COUNT,
    SUM,
    MIN,
    MAX,
    AVG,
    FIRST,
    LAST
  }

  /** Drops an event whose source and id were seen within a span of event time. */
  record Deduplicate(Duration within) implements OperatorSpecification {
    @Override
    public String kind() {
      return "deduplicate";
    }
  }

  /**
   * Keeps the latest event per key of one type, and completes the others with it.
   *
   * @param keep the event type that is kept
   * @param complete the event type that is completed; null: every other
   * @param as the member of the payload that takes the kept payload
   * @param otherwise what becomes of an event with no kept one
   */
  record Lookup(String keep, @Nullable String complete, String as, Otherwise otherwise)
      implements OperatorSpecification {
    @Override
    public String kind() {
      return "lookup";
    }
  }

  /** What a lookup does with an event for whose key nothing is kept. */
  enum Otherwise {
    NULL,
    DROP,
    DEAD_LETTER
  }

  /**
   * An operator of the user's own, by the name of its Spring bean.
   *
   * @param with its configuration, as the specification gives it
   */
  record Custom(String bean, Map<String, Object> with) implements OperatorSpecification {
    public Custom {
      with = Map.copyOf(with);
    }

    @Override
    public String kind() {
      return "custom";
    }
  }
}
