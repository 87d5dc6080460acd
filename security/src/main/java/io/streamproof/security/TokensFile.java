package io.streamproof.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file of static tokens, or a folder of such files as an orchestrator mounts a secret. */
final class TokensFile {
  private final Path path;

  TokensFile(Path path) {
    this.path = path;
  }

  /**
   * Reads all tokens.
   *
   * @throws CannotLockException if it cannot be read, has none, or a line of it is unusable
   */
  List<Token> read() {
    List<Token> tokens = new ArrayList<>();
    try {
      for (Path file : files()) {
        tokens.addAll(TokenLines.read(String.valueOf(file), Files.readAllLines(file)));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CannotLockException(
          "The tokens file " + path + " cannot be read: " + e.getClass().getSimpleName() + ".",
          "Let streamproof.security.tokens-file name a file, or a folder of files, that the"
              + " service may read.");
    }
    if (tokens.isEmpty()) {
      throw new CannotLockException(
          "The tokens file " + path + " has no token.",
          "Add a line: <name> <scopes, separated by commas> <token>.");
    }
    return List.copyOf(tokens);
  }

  /** Hidden files are an orchestrator's own: Kubernetes keeps the versions of a secret there. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(
              file -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith("."))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
