package io.streamproof.pipeline.spec;

import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import io.streamproof.pipeline.yaml.Problem;
import io.streamproof.pipeline.yaml.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads specifications. Every problem of a file is told at once, with its line and how to mend it;
 * a specification that is given back has none.
 */
public final class SpecificationReader {
  private static final YamlFiles FILES =
      new YamlFiles(
          "begin with \"name:\", \"source:\" and \"stages:\"", "split it into several pipelines");

  private SpecificationReader() {}

  /**
   * Reads the specification in a file.
   *
   * @param customOperators the names of the custom operators at hand; null: names go unchecked
   * @throws InvalidSpecificationException if it cannot be read, or has problems
   */
  public static PipelineSpecification read(Path file, @Nullable Set<String> customOperators) {
    return FILES.read(file, new PipelineReader(customOperators)::read);
  }

  /** As {@link #read}, of a text; {@code file} is what problems call it. */
  public static PipelineSpecification parse(
      String file, String yaml, @Nullable Set<String> customOperators) {
    return FILES.parse(file, yaml, new PipelineReader(customOperators)::read);
  }

  /**
   * Reads a file, or each {@code *.yml} and {@code *.yaml} of a folder, by the order of their
   * names. Entries that begin with {@code ..} are Kubernetes' own and skipped.
   *
   * @throws InvalidSpecificationException with the problems of all files; also if there is none, if
   *     two pipelines have one name, or if two stages would share a consumer group
   */
  public static List<PipelineSpecification> readAll(
      Path fileOrFolder, @Nullable Set<String> customOperators) {
    List<Problem> problems = new ArrayList<>();
    PipelineNames names = new PipelineNames(problems);
    List<PipelineSpecification> read = new ArrayList<>();
    for (Path file : files(fileOrFolder)) {
      try {
        PipelineSpecification pipeline = read(file, customOperators);
        names.add(file, pipeline);
        read.add(pipeline);
      } catch (InvalidSpecificationException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidSpecificationException(problems);
    }
    return List.copyOf(read);
  }

  private static List<Path> files(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(fileOrFolder);
    }
    try (Stream<Path> entries = Files.list(fileOrFolder)) {
      List<Path> files = entries.filter(SpecificationReader::isSpecification).sorted().toList();
      if (files.isEmpty()) {
        throw invalid(fileOrFolder, "no *.yml or *.yaml is in the folder", "put one there");
      }
      return files;
    } catch (IOException e) {
      throw invalid(fileOrFolder, "the folder cannot be read: " + e, "check the path");
    }
  }

  private static boolean isSpecification(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yml") || name.endsWith(".yaml"))
        && !name.startsWith("..")
        && Files.isRegularFile(file);
  }

  private static InvalidSpecificationException invalid(Path file, String what, String mend) {
    return new InvalidSpecificationException(List.of(new Problem(file.toString(), 1, what, mend)));
  }
}
