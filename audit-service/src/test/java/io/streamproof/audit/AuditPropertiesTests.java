package io.streamproof.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class AuditPropertiesTests {
  private final ApplicationContextRunner audit =
      new ApplicationContextRunner()
          .withUserConfiguration(Settings.class)
          .withPropertyValues("streamproof.pipelines=pipelines");

  @Configuration
  @EnableConfigurationProperties(AuditProperties.class)
  static class Settings {}

  @Test
  void haveDefaultsForAllButThePipelines() {
    audit.run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipelines=",
        "audit.observers=0",
        "audit.calls=0",
        "audit.waits=1001",
        "audit.index-days=0",
        "audit.investigations=0",
        "audit.investigation-memory=3MB",
        "audit.investigation-memory=1025MB",
        "audit.batch-interval=0s",
        "audit.reconcile-interval=-1s",
        "audit.watch-interval=0s",
        "audit.watch-interval=11s"
      })
  void refuseWhatWouldNotWork(String setting) {
    audit
        .withPropertyValues("streamproof." + setting)
        .run(context -> assertThat(context).hasFailed());
  }
}
