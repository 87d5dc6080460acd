package io.streamproof.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The blocks of code in the documentation, for tests that what it says works as it stands. */
public final class CodeBlocks {
  private CodeBlocks() {}

  /** Those of a Markdown file in one language, in order. */
  public static List<String> of(Path file, String language) {
    Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
    try {
      return block.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
