package io.streamproof.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IngestMetricTests {
  @ParameterizedTest
  @EnumSource
  void isExplainedInTheReadme(IngestMetric metric) throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains("`" + metric.key() + "`");
  }
}
