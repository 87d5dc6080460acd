package io.streamproof.pipeline.operator;

import java.util.Map;

/**
 * Makes a user's own operator; the Spring bean that {@code custom:} names.
 *
 * <p>It lies in a jar beside the services, which an auto-configuration in that jar declares.
 */
@FunctionalInterface
public interface OperatorFactory {
  /**
   * Makes an operator for a stage.
   *
   * @param with the stage's configuration; empty if it has none
   * @throws IllegalArgumentException if the configuration is unusable
   */
  Operator create(Map<String, Object> with);
}
