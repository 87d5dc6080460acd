package io.streamproof.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executor;

/** The audit's decisions know no technology, so that they can be simulated. */
@AnalyzeClasses(packages = "io.streamproof.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule nothingKnowsATechnology =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "javax.sql..",
              "org.apache.kafka.clients..",
              "org.apache.kafka.streams..",
              "io.micrometer..",
              "io.opentelemetry.sdk..");

  @ArchTest
  static final ArchRule nothingStartsThreads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class);

  @ArchTest
  static final ArchRule nothingWaitsForTraces =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..audit.observation..",
              "..audit.reconciliation..",
              "..audit.investigation..",
              "..audit.replay..",
              "..audit.log..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..audit.tracing..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.streamproof.audit.(*)..").should().beFreeOfCycles();
}
