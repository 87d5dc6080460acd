package io.streamproof.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticTokensTests {
  private static final String OLD = "a".repeat(32);
  private static final String NEW = "b".repeat(32);

  @TempDir private Path folder;

  private long nanos;

  @Test
  void knowsSeveralAtOnceSoThatTheyCanBeRotated() throws IOException {
    StaticTokens tokens = tokens(write("file", "old " + OLD, "new " + NEW));

    assertThat(tokens.find(OLD)).map(Token::name).contains("old");
    assertThat(tokens.find(NEW)).map(Token::name).contains("new");
    assertThat(tokens.find(OLD + "a")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
  }

  @Test
  void takesAChangedFileWithoutARestart() throws IOException {
    Path file = write("file", "old " + OLD);
    StaticTokens tokens = tokens(file);
    write("file", "new " + NEW);

    assertThat(tokens.find(OLD)).isPresent();
    nanos += StaticTokens.BETWEEN_LOOKS.toNanos();
    assertThat(tokens.find(OLD)).isEmpty();
    assertThat(tokens.find(NEW)).isPresent();
  }

  @Test
  void keepsTheLastOnesWhileTheFileIsUnusable() throws IOException {
    Path file = write("file", "old " + OLD);
    StaticTokens tokens = tokens(file);

    Files.writeString(file, "half a li");
    nanos += StaticTokens.BETWEEN_LOOKS.toNanos();
    assertThat(tokens.find(OLD)).isPresent();

    Files.delete(file);
    nanos += StaticTokens.BETWEEN_LOOKS.toNanos();
    assertThat(tokens.find(OLD)).isPresent();
  }

  @Test
  void readsEveryFileOfAFolderButHiddenOnes() throws IOException {
    write("one", "old " + OLD);
    write("two", "new " + NEW);
    Files.createDirectory(folder.resolve("..2026"));
    write(".three", "hidden " + "c".repeat(32));

    StaticTokens tokens = tokens(folder);

    assertThat(tokens.find(OLD)).isPresent();
    assertThat(tokens.find(NEW)).isPresent();
    assertThat(tokens.find("c".repeat(32))).isEmpty();
  }

  @Test
  void refusesAFileThatIsNotThereOrEmpty() {
    assertThatExceptionOfType(CannotLockException.class)
        .isThrownBy(() -> tokens(folder.resolve("gone")))
        .withMessageContaining("cannot be read");
    assertThatExceptionOfType(CannotLockException.class)
        .isThrownBy(() -> tokens(folder))
        .withMessageContaining("has no token");
  }

  private StaticTokens tokens(Path path) {
    return new StaticTokens(new TokensFile(path), () -> nanos);
  }

  /** Each token given as its name and itself. */
  private Path write(String name, String... tokens) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String token : tokens) {
      lines.append(token.replace(" ", " events:write ")).append('\n');
    }
    return Files.writeString(folder.resolve(name), lines);
  }
}
