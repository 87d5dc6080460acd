package io.streamproof.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.streamproof.pipeline.spec.SpecificationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of a specification in the documentation can be read. */
class DocumentationTests {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @MethodSource("pieces")
  void canBeRead(String piece) {
    assertThatCode(() -> SpecificationReader.parse("README.md", whole(piece), null))
        .doesNotThrowAnyException();
  }

  static List<String> pieces() throws IOException {
    List<String> pieces =
        Stream.of(Path.of("README.md"), Path.of("../docs/CONTRACT.md"), Path.of("../README.md"))
            .flatMap(DocumentationTests::pieces)
            .toList();
    assertThat(pieces).hasSizeGreaterThan(6);
    return pieces;
  }

  private static Stream<String> pieces(Path file) {
    try {
      return YAML.matcher(Files.readString(file)).results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A pipeline around a piece that is not one by itself. */
  private static String whole(String piece) {
    String head = "name: p\nsource: {key: data.k}\n";
    if (piece.startsWith("name:")) {
      return piece;
    }
    return piece.startsWith("stages:")
        ? head + piece
        : head + "stages:\n  - name: s\n    " + piece.replace("\n", "\n    ");
  }
}
