package io.streamproof.operator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Names the process after what it runs, in traces and logs: {@code streamproof-<pipeline>-<stage>},
 * or {@code streamproof-<pipeline>} if it runs several stages of a pipeline, or {@code
 * streamproof-operator} if it runs stages of several. A name that is set in any other way takes
 * precedence.
 */
final class ServiceName implements EnvironmentPostProcessor {
  private static final String NAME = "spring.application.name";
  private static final String PREFIX = "streamproof-";
  private static final String MIXED = "operator";

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication app) {
    String name = PREFIX + suffix(environment.getProperty("streamproof.stage"));
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("serviceName", Map.of(NAME, name)));
  }

  private static String suffix(@Nullable String stages) {
    List<StageName> names = StageName.parse(stages);
    if (names.stream().map(StageName::pipeline).distinct().count() != 1) {
      return MIXED;
    }
    StageName first = names.get(0);
    return names.size() == 1 && !first.isEveryStage()
        ? first.toString().replace('/', '-')
        : first.pipeline();
  }
}
