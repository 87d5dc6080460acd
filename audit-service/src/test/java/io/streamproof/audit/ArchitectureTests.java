package io.streamproof.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point inward: adapters to features, features to the pipeline library. */
@AnalyzeClasses(packages = "io.streamproof.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule featuresKnowNoTechnology =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..audit.catalogue..",
              "..audit.finding..",
              "..audit.observation..",
              "..audit.reconciliation..",
              "..audit.investigation..",
              "..audit.lineage..",
              "..audit.report..",
              "..audit.tracing..",
              "..audit.watch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "javax.sql..",
              "org.postgresql..",
              "org.apache.kafka.clients..",
              "..audit.http..",
              "..audit.jdbc..",
              "..audit.kafka..",
              "..audit.otlp..");

  @ArchTest
  static final ArchRule onlyTheRimKnowsHowSpansAreExported =
      noClasses()
          .that()
          .resideOutsideOfPackage("..audit.otlp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry.sdk..");

  @ArchTest
  static final ArchRule nothingWaitsForTraces =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..audit.observation..",
              "..audit.reconciliation..",
              "..audit.investigation..",
              "..audit.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..audit.tracing..", "..audit.otlp..");

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther =
      slices()
          .matching("io.streamproof.audit.(http|jdbc|kafka|otlp)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.streamproof.audit.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theAuditDoesNotShareTheEngineOfWhatItAudits =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.kafka.streams..");
}
