package io.streamproof.audit.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.tracing.SpanSink;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SpanSinkConfigurationTests {
  private final ApplicationContextRunner audit =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SpanSinkConfiguration.class, OtlpTracingAutoConfiguration.class));

  @Test
  void spansGoWhereAnEndpointIsSet() {
    audit
        .withPropertyValues(
            "management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:4318/v1/traces")
        .run(context -> assertThat(context).hasSingleBean(SpanSink.class));
  }

  @Test
  void spansGoNowhereWithoutAnEndpoint() {
    audit.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanSink.class));
  }
}
