package io.streamproof.verification;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No code of any module, tests included, runs in the JVM's common pool. That has one thread on two
 * cores: a task that blocks there holds up all others.
 */
class CommonPoolTests {
  private static final Set<String> POOLED = Set.of("commonPool", "parallelStream", "parallel");

  private static final ArchRule NOTHING_RUNS_IN_THE_COMMON_POOL =
      noClasses()
          .should()
          .accessTargetWhere(describe("runs in the common pool", CommonPoolTests::isPooled));

  @Test
  void nothingRunsInTheCommonPool() throws IOException {
    List<Path> classes = modules().stream().flatMap(CommonPoolTests::classes).toList();

    assertThat(classes).allSatisfy(folder -> assertThat(folder).isNotEmptyDirectory());
    NOTHING_RUNS_IN_THE_COMMON_POOL.check(new ClassFileImporter().importPaths(classes));
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList();
    }
  }

  private static Stream<Path> classes(Path module) {
    return Stream.of("target/classes", "target/test-classes").map(module::resolve);
  }

  private static boolean isPooled(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getOwner().getPackageName().startsWith("java.util")
        && (POOLED.contains(target.getName()) || isWithoutExecutor(target));
  }

  private static boolean isWithoutExecutor(CodeUnitAccessTarget target) {
    boolean async =
        target.getName().endsWith("Async") || target.getName().equals("delayedExecutor");
    return async
        && target.getOwner().isAssignableTo(CompletionStage.class)
        && target.getRawParameterTypes().stream()
            .noneMatch(parameter -> parameter.isAssignableTo(Executor.class));
  }
}
