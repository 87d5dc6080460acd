package io.streamproof.operator;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Names the process after its stage, {@code streamproof-<pipeline>-<stage>}, in traces and logs.
 * Whatever else is set as its name comes first.
 */
final class StageName implements EnvironmentPostProcessor {
  private static final String NAME = "spring.application.name";
  private static final String PREFIX = "streamproof-";

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication app) {
    String stage = environment.getProperty("streamproof.stage", "operator");
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource("stageName", Map.of(NAME, PREFIX + stage.replace('/', '-'))));
  }
}
