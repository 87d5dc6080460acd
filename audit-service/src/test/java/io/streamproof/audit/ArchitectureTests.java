package io.streamproof.audit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executor;

/** Dependencies point inward: adapters to features, features to the pipeline library. */
@AnalyzeClasses(packages = "io.streamproof.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  private static final String[] FEATURES = {
    "..audit.catalogue..",
    "..audit.finding..",
    "..audit.investigation..",
    "..audit.lineage..",
    "..audit.log..",
    "..audit.monitor..",
    "..audit.observation..",
    "..audit.reconciliation..",
    "..audit.replay..",
    "..audit.report..",
    "..audit.tracing.."
  };

  private static final DescribedPredicate<JavaClass> TRACING =
      nameMatching("io\\.streamproof\\.audit\\.runtime\\.(Tracing\\w+|FindingTracer)")
          .<JavaClass>forSubtype()
          .as("those that trace findings");

  @ArchTest
  static final ArchRule featuresKnowNoTechnology =
      noClasses()
          .that()
          .resideInAnyPackage(FEATURES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "javax.sql..",
              "org.postgresql..",
              "org.apache.kafka.clients..",
              "io.micrometer..",
              "..audit.http..",
              "..audit.jdbc..",
              "..audit.kafka..",
              "..audit.metrics..",
              "..audit.otlp..",
              "..audit.runtime..");

  @ArchTest
  static final ArchRule featuresStartNoThreads =
      noClasses()
          .that()
          .resideInAnyPackage(FEATURES)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class);

  @ArchTest
  static final ArchRule onlyOneAdapterKnowsHowSpansAreExported =
      noClasses()
          .that()
          .resideOutsideOfPackage("..audit.otlp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry.sdk..");

  @ArchTest
  static final ArchRule onlyTheLedgersAdapterKnowsTheDatabase =
      noClasses()
          .that()
          .resideOutsideOfPackage("..audit.jdbc..")
          .and()
          .doNotHaveFullyQualifiedName("io.streamproof.audit.http.ProblemAdvice")
          .and()
          .doNotHaveFullyQualifiedName("io.streamproof.audit.runtime.DatabaseFailureAnalyzer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

  @ArchTest
  static final ArchRule nothingWaitsForTraces =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..audit.observation..",
              "..audit.reconciliation..",
              "..audit.investigation..",
              "..audit.replay..",
              "..audit.log..",
              "..audit.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..audit.tracing..", "..audit.otlp..");

  /** The threads that observe, reconcile and monitor, and what starts them. */
  @ArchTest
  static final ArchRule noOtherThreadWaitsForTraces =
      noClasses()
          .that()
          .resideInAPackage("..audit.runtime..")
          .and(DescribedPredicate.not(TRACING))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("..audit.tracing..", "..audit.otlp..").or(TRACING));

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther =
      slices()
          .matching("io.streamproof.audit.(http|jdbc|kafka|metrics|otlp)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule nothingKnowsHowTheAuditIsPutTogether =
      noClasses()
          .that()
          .resideOutsideOfPackage("..audit.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..audit.runtime..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.streamproof.audit.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theAuditDoesNotShareTheEngineOfWhatItAudits =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.kafka.streams..");
}
