package io.streamproof.audit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeJars;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point inward: adapters to the audit library, which knows none of them. */
@AnalyzeClasses(
    packages = "io.streamproof.audit",
    importOptions = {DoNotIncludeTests.class, DoNotIncludeJars.class})
class ArchitectureTests {
  private static final DescribedPredicate<JavaClass> TRACING =
      nameMatching("io\\.streamproof\\.audit\\.runtime\\.(Tracing\\w+|FindingTracer)")
          .<JavaClass>forSubtype()
          .as("those that trace findings");

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
  static final ArchRule theFeedDoesNotWaitForTraces =
      noClasses()
          .that()
          .resideInAPackage("..audit.kafka..")
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
