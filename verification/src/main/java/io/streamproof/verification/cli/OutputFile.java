package io.streamproof.verification.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A file that the user asked for: it appears whole or not at all. */
record OutputFile(Path path) {
  /**
   * A file that can be written, or null for none.
   *
   * @throws UnusableException if it could not be written later
   */
  static @Nullable OutputFile of(@Nullable Path path, String option) {
    if (path == null) {
      return null;
    }
    Path folder = path.toAbsolutePath().getParent();
    if (Files.isDirectory(path)) {
      throw new UnusableException(option + ": " + path + " is a folder");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UnusableException(option + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder) || (Files.exists(path) && !Files.isWritable(path))) {
      throw new UnusableException(option + ": " + path + " cannot be written");
    }
    return new OutputFile(path.toAbsolutePath());
  }

  /** What puts the content there. */
  @FunctionalInterface
  interface Content<T> {
    T writeTo(OutputStream out) throws IOException;
  }

  void write(String text) {
    write(
        out -> {
          out.write(text.getBytes(UTF_8));
          return text;
        });
  }

  <T> T write(Content<T> content) {
    Path partial = path.resolveSibling("." + path.getFileName() + ".partial");
    partial.toFile().deleteOnExit();
    try {
      T result;
      try (OutputStream out = Files.newOutputStream(partial)) {
        result = content.writeTo(out);
      }
      Files.move(
          partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } catch (IOException e) {
      throw new UnusableException("cannot write " + path + ": " + e.getMessage());
    } finally {
      partial.toFile().delete();
    }
  }
}
