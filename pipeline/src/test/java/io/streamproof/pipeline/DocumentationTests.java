package io.streamproof.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.streamproof.pipeline.spec.SpecificationReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every piece of a specification in the documentation can be read. */
class DocumentationTests {
  @ParameterizedTest
  @MethodSource("pieces")
  void canBeRead(String piece) {
    assertThatCode(() -> SpecificationReader.parse("README.md", whole(piece), null))
        .doesNotThrowAnyException();
  }

  static List<String> pieces() {
    List<String> pieces =
        Stream.of(Path.of("README.md"), Path.of("../docs/CONTRACT.md"), Path.of("../README.md"))
            .flatMap(file -> CodeBlocks.of(file, "yaml").stream())
            .toList();
    assertThat(pieces).hasSizeGreaterThan(6);
    return pieces;
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
