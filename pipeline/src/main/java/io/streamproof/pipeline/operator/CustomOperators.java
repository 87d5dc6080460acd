package io.streamproof.pipeline.operator;

import java.util.Map;
import java.util.Set;

/** The operators of a user's own that a service has at hand, by the name of their bean. */
public interface CustomOperators {
  /** None at hand, so that a specification that names one is refused. */
  CustomOperators NONE = of(Map.of());

  Set<String> names();

  /**
   * The operator of that name for a stage's configuration ({@code with:}).
   *
   * @throws IllegalArgumentException for an unknown name or a configuration that it refuses
   */
  Operator create(String name, Map<String, Object> with);

  static CustomOperators of(Map<String, OperatorFactory> factories) {
    Map<String, OperatorFactory> known = Map.copyOf(factories);
    return new CustomOperators() {
      @Override
      public Set<String> names() {
        return known.keySet();
      }

      @Override
      public Operator create(String name, Map<String, Object> with) {
        OperatorFactory factory = known.get(name);
        if (factory == null) {
          throw new IllegalArgumentException(
              "no custom operator \"" + name + "\" is here; there are: " + known.keySet());
        }
        return factory.create(with);
      }
    };
  }
}
