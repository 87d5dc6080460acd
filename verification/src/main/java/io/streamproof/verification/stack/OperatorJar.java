package io.streamproof.verification.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs custom operators into a jar, as a user's build would. */
public final class OperatorJar {
  private static final String AUTO_CONFIGURATIONS =
      "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

  private OperatorJar() {}

  /**
   * Writes a jar.
   *
   * @param beans the auto-configuration that gives the operators
   * @param others the further types that it takes
   */
  public static void write(Path jar, Class<?> beans, Class<?>... others) throws IOException {
    List<Class<?>> types = new ArrayList<>(List.of(others));
    types.add(beans);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : types) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getResourceAsStream("/" + name)) {
          out.write(Objects.requireNonNull(bytes).readAllBytes());
        }
      }
      out.putNextEntry(new JarEntry(AUTO_CONFIGURATIONS));
      out.write((beans.getName() + "\n").getBytes(UTF_8));
    }
  }
}
