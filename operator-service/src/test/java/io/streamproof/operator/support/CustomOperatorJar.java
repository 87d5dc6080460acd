package io.streamproof.operator.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A jar as a user writes it: an operator, and the auto-configuration that declares it. */
public final class CustomOperatorJar {
  private static final String IMPORTS =
      "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
  private static final String SOURCE =
      """
      package com.example;

      import io.streamproof.pipeline.operator.Emitter;
      import io.streamproof.pipeline.operator.Operator;
      import io.streamproof.pipeline.operator.OperatorFactory;
      import io.streamproof.pipeline.operator.State;
      import io.streamproof.pipeline.record.Event;
      import org.springframework.boot.autoconfigure.AutoConfiguration;
      import org.springframework.context.annotation.Bean;

      @AutoConfiguration
      public class Shout {
        @Bean
        OperatorFactory shout() {
          return with -> new Operator() {
            @Override
            public boolean stateful() {
              return false;
            }

            @Override
            public void process(Event event, State state, Emitter emitter) {
              emitter.emit(String.valueOf(event.data()).toUpperCase() + with.get("suffix"));
            }
          };
        }
      }
      """;

  private CustomOperatorJar() {}

  public static Path build(Path folder) throws IOException {
    Path source = Files.createDirectories(folder.resolve("com/example")).resolve("Shout.java");
    Files.writeString(source, SOURCE);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-encoding",
                "UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    if (status != 0) {
      throw new IllegalStateException("the operator does not compile");
    }
    Path jar = folder.resolve("shout.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      try (var classes = Files.list(source.getParent())) {
        for (Path file : classes.filter(f -> f.toString().endsWith(".class")).toList()) {
          add(entries, "com/example/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
      add(entries, IMPORTS, "com.example.Shout\n".getBytes(UTF_8));
    }
    return jar;
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
