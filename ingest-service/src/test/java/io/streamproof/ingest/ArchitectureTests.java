package io.streamproof.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point inward: adapters (http, kafka) to features (upload, fault, source, claim,
 * trace, event).
 */
@AnalyzeClasses(packages = "io.streamproof.ingest", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  private static final String[] FEATURES = {
    "..ingest.event..",
    "..ingest.trace..",
    "..ingest.source..",
    "..ingest.claim..",
    "..ingest.upload..",
    "..ingest.fault.."
  };

  @ArchTest
  static final ArchRule featuresKnowNoMechanism =
      noClasses()
          .that()
          .resideInAnyPackage(FEATURES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "jakarta..",
              "org.apache.kafka.clients..",
              "io.streamproof.ingest.http..",
              "io.streamproof.ingest.kafka..");

  @ArchTest
  static final ArchRule eventsKnowNothingOfWhatBecomesOfThem =
      noClasses()
          .that()
          .resideInAPackage("..ingest.event..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..ingest.source..", "..ingest.claim..", "..ingest.upload..");

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("..ingest.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "..ingest.kafka..");

  @ArchTest
  static final ArchRule kafkaDoesNotKnowTheWeb =
      noClasses()
          .that()
          .resideInAPackage("..ingest.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta..", "..ingest.http..");

  @ArchTest
  static final ArchRule nobodyMakesSpansButTheTrace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ingest.trace..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.streamproof.pipeline.trace.SourceSpans")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry.sdk..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.streamproof.ingest.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule controllersStayAtTheRim =
      classes()
          .that()
          .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
          .should()
          .resideInAPackage("..ingest.http..")
          .andShould()
          .bePackagePrivate();
}
