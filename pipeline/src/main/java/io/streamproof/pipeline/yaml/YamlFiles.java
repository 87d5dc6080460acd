package io.streamproof.pipeline.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files of one kind. Every problem of a file is told at once, with its line and how to mend it;
 * what is given back has none.
 *
 * @param begin how to mend a file that is empty
 * @param split how to mend a file that is too large
 */
public record YamlFiles(String begin, String split) {
  /** The largest file in bytes: a bound for what reading it may cost. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String TOO_LARGE = "the file is larger than 1 MiB";

  /**
   * Reads a file from the root of its document.
   *
   * @param reader gives null only for a problem that it has told
   * @throws InvalidSpecificationException if it cannot be read, or has problems
   */
  public <T> T read(Path file, Function<YamlValue, @Nullable T> reader) {
    return parse(file.toString(), text(file), reader);
  }

  /** As {@link #read}, of a text; {@code file} is what problems call it. */
  public <T> T parse(String file, String yaml, Function<YamlValue, @Nullable T> reader) {
    if (yaml.length() > MAX_BYTES) {
      throw invalid(file, TOO_LARGE, split);
    }
    Problems problems = new Problems(file);
    YamlValue root = YamlDocument.read(yaml, begin, problems);
    T read = root == null ? null : reader.apply(root);
    if (read == null || problems.any()) {
      throw new InvalidSpecificationException(problems.all());
    }
    return read;
  }

  private String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw invalid(file.toString(), TOO_LARGE, split);
      }
      byte[] bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(file.toString(), "the file is not in UTF-8", "save it in UTF-8");
    } catch (IOException e) {
      throw invalid(file.toString(), "the file cannot be read: " + e, "check the path");
    }
  }

  private static InvalidSpecificationException invalid(String file, String what, String mend) {
    return new InvalidSpecificationException(List.of(new Problem(file, 1, what, mend)));
  }
}
