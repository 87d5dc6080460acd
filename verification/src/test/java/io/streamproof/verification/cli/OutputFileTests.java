package io.streamproof.verification.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTests {
  @TempDir private Path folder;

  @Test
  void writesTheWholeContent() throws IOException {
    Path path = folder.resolve("out");

    OutputFile file = Objects.requireNonNull(OutputFile.of(path, "--output"));
    file.write(
        out -> {
          out.write("all".getBytes(UTF_8));
          return 1;
        });

    assertThat(path).hasContent("all");
    assertThat(folder).isDirectoryNotContaining(found -> !found.equals(path));
  }

  @Test
  void leavesWhatWasThereIfTheContentFails() throws IOException {
    Path path = Files.writeString(folder.resolve("out"), "before");

    OutputFile file = Objects.requireNonNull(OutputFile.of(path, "--output"));

    assertThatThrownBy(
            () ->
                file.write(
                    out -> {
                      out.write("half".getBytes(UTF_8));
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("disk full");
    assertThat(path).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(found -> !found.equals(path));
  }

  @Test
  void refusesAFolderAndAFileInNoFolder() {
    assertThatThrownBy(() -> OutputFile.of(folder, "--output"))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> OutputFile.of(folder.resolve("no/out"), "--output"))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("there is no folder");
  }
}
