package io.streamproof.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The documents of a file of YAML, of {@code k8s/} say, each an object. */
public final class YamlDocuments {
  private YamlDocuments() {}

  @SuppressWarnings("unchecked")
  public static Stream<Map<String, Object>> of(Path file) {
    try {
      return StreamSupport.stream(new Yaml().loadAll(Files.readString(file)).spliterator(), false)
          .map(document -> (Map<String, Object>) document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
