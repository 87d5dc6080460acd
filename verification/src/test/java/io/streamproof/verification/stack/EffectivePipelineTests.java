package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectivePipelineTests {
  @TempDir private Path folder;

  @Test
  void isTheUsersTextIfNothingElseIsAskedFor() throws IOException {
    String text =
        """
        # mine
        name: flights
        partitions: 4
        stages:
          - {name: late, filter: data.delay >= 15}
        """;

    EffectivePipeline effective = read(text, OptionalInt.empty());

    assertThat(effective.text()).isEqualTo(text);
    assertThat(effective.specification().partitions()).isEqualTo(4);
  }

  @Test
  void replacesThePipelinesPartitionsAndNoStages() throws IOException {
    EffectivePipeline effective =
        read(
            """
            name: flights   # ✈🛫
            partitions: 4   # of every topic
            stages:
              - {name: late, filter: data.delay >= 15, partitions: 2}
            """,
            OptionalInt.of(7));

    assertThat(effective.text()).contains("partitions: 7   # of every topic");
    assertThat(effective.specification().partitions()).isEqualTo(7);
    assertThat(effective.specification().stages().get(0).partitions()).isEqualTo(2);
  }

  @Test
  void addsPartitionsWhereThePipelineDoesNotNameThem() throws IOException {
    EffectivePipeline effective =
        read(
            """
            # mine
            name: flights
            stages:
              - {name: late, filter: data.delay >= 15}
            """,
            OptionalInt.of(7));

    assertThat(effective.specification().partitions()).isEqualTo(7);
  }

  @Test
  void addsPartitionsToAPipelineOnOneLine() throws IOException {
    EffectivePipeline effective =
        read(
            "{name: flights, stages: [{name: late, filter: data.delay >= 15}]}", OptionalInt.of(7));

    assertThat(effective.specification().partitions()).isEqualTo(7);
  }

  private EffectivePipeline read(String text, OptionalInt partitions) throws IOException {
    return EffectivePipeline.read(
        Files.writeString(folder.resolve("pipeline.yml"), text), partitions);
  }
}
