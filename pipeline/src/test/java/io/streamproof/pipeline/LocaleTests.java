package io.streamproof.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * What goes on the wire, into hashes and into messages is the same on every machine: the tests of
 * it pass in JVMs whose locales have digits and capitals of their own.
 */
@Execution(ExecutionMode.CONCURRENT)
class LocaleTests {
  private static final List<String> PACKAGES =
      List.of("record", "tally", "expression", "operator", "spec", "stage", "trace");

  private static final int LEAST_TESTS = 250;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR-u-nu-arabext", "th-TH-u-nu-thai", "tr-TR"})
  void everyTestOfTheWirePassesIn(String tag) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings(Locale.forLanguageTag(tag)));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    assertThat(status).as(() -> read(output)).isZero();
  }

  private static List<String> settings(Locale locale) {
    List<String> settings = new ArrayList<>();
    settings.add("-Duser.language=" + locale.getLanguage());
    settings.add("-Duser.country=" + locale.getCountry());
    String digits = locale.getUnicodeLocaleType("nu");
    if (digits != null) {
      settings.add("-Duser.extensions=u-nu-" + digits);
    }
    return settings;
  }

  private static String read(Path output) {
    try {
      return Files.readString(output, UTF_8);
    } catch (Exception e) {
      return String.valueOf(e);
    }
  }

  /** Runs the tests, and tells of those that fail. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(
                  PACKAGES.stream()
                      .map(
                          name ->
                              DiscoverySelectors.selectPackage("io.streamproof.pipeline." + name))
                      .toList())
              .filters(ClassNameFilter.includeClassNamePatterns(".*Tests"))
              .filters(ClassNameFilter.excludeClassNamePatterns(".*Hostile.*"))
              .build();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request, listener);
      TestExecutionSummary summary = listener.getSummary();
      System.out.println(Locale.getDefault() + ": " + summary.getTestsSucceededCount() + " passed");
      for (TestExecutionSummary.Failure failure : summary.getFailures()) {
        String test = failure.getTestIdentifier().getDisplayName();
        System.out.println(test + ": " + failure.getException());
      }
      boolean good =
          summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() >= LEAST_TESTS;
      System.exit(good ? 0 : 1);
    }
  }
}
