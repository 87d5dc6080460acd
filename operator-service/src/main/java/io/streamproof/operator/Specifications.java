package io.streamproof.operator;

import io.streamproof.operator.host.UnusableException;
import io.streamproof.pipeline.spec.PipelineSpecification;
import io.streamproof.pipeline.spec.SpecificationReader;
import io.streamproof.pipeline.yaml.InvalidSpecificationException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the specifications that {@code streamproof.pipelines} names. */
final class Specifications {
  private Specifications() {}

  /**
   * Reads a file, or each file of a folder. Custom operators are not looked for here: of those that
   * the files name, this process needs only its own stage's.
   *
   * @throws UnusableException for what is not there or not valid, with every problem of it
   */
  static List<PipelineSpecification> read(@Nullable String fileOrFolder) {
    if (fileOrFolder == null || fileOrFolder.isBlank()) {
      throw new UnusableException(
          "It is not said which pipelines there are.",
          "Set streamproof.pipelines (STREAMPROOF_PIPELINES) to a specification or a folder.");
    }
    try {
      return SpecificationReader.readAll(Path.of(fileOrFolder), null);
    } catch (InvalidSpecificationException e) {
      throw new UnusableException(
          "The pipeline cannot be run:\n" + e.getMessage(), "Mend the specification.");
    }
  }
}
