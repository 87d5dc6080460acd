package io.streamproof.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.kafka.streams.KafkaClientSupplier;

/** What may know what. */
@AnalyzeClasses(
    packages = "io.streamproof.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule theTopologyKnowsNoSpring =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..operator.stream..",
              "..operator.fault..",
              "..operator.metric..",
              "..operator.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule onlyTheHostTalksToTheBrokersItself =
      noClasses()
          .that()
          .resideOutsideOfPackage("..operator.host..")
          .and()
          .areNotAssignableTo(KafkaClientSupplier.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.clients.admin..");

  @ArchTest
  static final ArchRule nobodyKnowsTheWiring =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..operator.stream..",
              "..operator.metric..",
              "..operator.trace..",
              "..operator.fault..",
              "..operator.host..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.streamproof.operator");

  @ArchTest
  static final ArchRule nobodyMakesSpansButTheTrace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..operator.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry.api..", "io.opentelemetry.sdk..");

  @ArchTest
  static final ArchRule onlyTheWiringKnowsOfFaults =
      noClasses()
          .that()
          .resideInAnyPackage("..operator.(*)..")
          .and()
          .resideOutsideOfPackage("..operator.fault..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..operator.fault..");

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("io.streamproof.operator.(*)..").should().beFreeOfCycles();
}
