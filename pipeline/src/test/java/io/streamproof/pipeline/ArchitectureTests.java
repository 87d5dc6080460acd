package io.streamproof.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Which package of the library may know which. */
@AnalyzeClasses(packages = "io.streamproof.pipeline", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

  @ArchTest
  static final ArchRule DEPENDENCIES_POINT_INWARD =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("record")
          .definedBy("..pipeline.record..")
          .layer("expression")
          .definedBy("..pipeline.expression..")
          .layer("yaml")
          .definedBy("..pipeline.yaml..")
          .layer("spec")
          .definedBy("..pipeline.spec..")
          .layer("operator")
          .definedBy("..pipeline.operator..")
          .layer("stage")
          .definedBy("..pipeline.stage..")
          .layer("outside")
          .definedBy(
              "..pipeline.fault..",
              "..pipeline.tally..",
              "..pipeline.reference..",
              "..pipeline.kafka..",
              "..pipeline.trace..")
          .whereLayer("outside")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("stage")
          .mayOnlyBeAccessedByLayers("outside")
          .whereLayer("operator")
          .mayOnlyBeAccessedByLayers("stage", "outside")
          .whereLayer("spec")
          .mayOnlyBeAccessedByLayers("operator", "stage", "outside")
          .whereLayer("yaml")
          .mayOnlyBeAccessedByLayers("spec", "outside")
          .whereLayer("expression")
          .mayOnlyBeAccessedByLayers("spec", "operator", "stage", "outside");

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLE =
      slices().matching("io.streamproof.pipeline.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SPRING_STAYS_OUTSIDE =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule ONLY_THE_KAFKA_PACKAGE_TALKS_TO_BROKERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..pipeline.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.clients.admin..", "org.apache.kafka.clients.producer..");

  @ArchTest
  static final ArchRule SPANS_ARE_DESCRIBED_HERE_AND_MADE_ELSEWHERE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..");

  @ArchTest
  static final ArchRule ONLY_THE_TRACE_PACKAGE_KNOWS_OPENTELEMETRY =
      noClasses()
          .that()
          .resideOutsideOfPackage("..pipeline.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule NO_OPERATOR_SEES_A_CLOCK_OR_CHANCE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..pipeline.expression..", "..pipeline.operator..", "..pipeline.stage..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(Random|UUID)|java\\.time\\.Clock|.*SecureRandom")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule PACKAGES_ARE_NULL_MARKED =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
