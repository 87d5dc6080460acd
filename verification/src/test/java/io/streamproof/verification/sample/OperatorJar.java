package io.streamproof.verification.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs this package into a jar, as a user's build would. */
public final class OperatorJar {
  private static final String AUTO_CONFIGURATIONS =
      "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

  private OperatorJar() {}

  public static void write(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(EveryNth.class, SampleOperators.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream bytes = OperatorJar.class.getResourceAsStream("/" + name)) {
          out.write(Objects.requireNonNull(bytes).readAllBytes());
        }
      }
      out.putNextEntry(new JarEntry(AUTO_CONFIGURATIONS));
      out.write((SampleOperators.class.getName() + "\n").getBytes(UTF_8));
    }
  }
}
