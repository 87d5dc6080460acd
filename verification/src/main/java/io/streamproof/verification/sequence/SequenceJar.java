package io.streamproof.verification.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamproof.pipeline.operator.CustomOperators;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The operator as a jar that lies beside the services, as one of a user's own would. */
public final class SequenceJar {
  /** The same for the reference. */
  public static final CustomOperators OPERATORS =
      CustomOperators.of(Map.of("sequenceWindow", with -> new SequenceWindow()));

  private static final String AUTO_CONFIGURATIONS =
      "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
  private static final String PACKAGE = "io/streamproof/verification/sequence/";

  private SequenceJar() {}

  /** Writes it. */
  public static void write(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String type : List.of("SequenceWindow", "SequenceOperators")) {
        String name = PACKAGE + type + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream bytes = SequenceJar.class.getResourceAsStream("/" + name)) {
          out.write(Objects.requireNonNull(bytes).readAllBytes());
        }
      }
      out.putNextEntry(new JarEntry(AUTO_CONFIGURATIONS));
      out.write((PACKAGE.replace('/', '.') + "SequenceOperators\n").getBytes(UTF_8));
    }
  }
}
