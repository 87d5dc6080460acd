package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardIT {
  @Test
  void endsEveryProcessAndRemovesTheFolderWhenItIsClosed() {
    Guard guard = Guard.start();
    StackProcess obedient = started(guard, "obedient", "exec sleep 600");
    StackProcess stubborn = started(guard, "stubborn", "trap '' TERM; while :; do sleep 1; done");

    guard.close();

    assertThat(obedient.isAlive()).isFalse();
    assertThat(stubborn.isAlive()).isFalse();
    assertThat(guard.folder()).doesNotExist();
  }

  @Test
  void endsAProcessBySigkillThatIgnoresItsEndingSignal() {
    Guard guard = Guard.start();
    ProcessPlan plan =
        new ProcessPlan(
            "deaf",
            List.of("sh", "-c", "trap '' QUIT; while :; do sleep 1; done"),
            Map.of(),
            "TERM",
            "QUIT");
    StackProcess deaf = new StackProcess(plan, guard);
    deaf.start();

    guard.close();

    assertThat(deaf.isAlive()).isFalse();
    assertThat(guard.folder()).doesNotExist();
  }

  @Test
  void letsNothingStartOnceItIsClosed() {
    Guard guard = Guard.start();
    StackProcess process = process(guard, "late", "exec sleep 600");

    guard.close();

    assertThatThrownBy(process::start)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("closed");
    assertThat(guard.folder()).doesNotExist();
  }

  /** {@link GuardedProgram} is killed, as by the system, and cannot clear up by itself. */
  @Test
  void clearsUpBehindAProgramThatIsKilled() throws IOException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                GuardedProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
    Path folder = Path.of(output.readLine());
    ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    assertThat(folder).isDirectory();
    assertThat(child.isAlive()).isTrue();

    program.destroyForcibly();

    await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.notExists(folder));
  }

  private static StackProcess started(Guard guard, String name, String script) {
    StackProcess process = process(guard, name, script);
    process.start();
    return process;
  }

  private static StackProcess process(Guard guard, String name, String script) {
    return new StackProcess(new ProcessPlan(name, List.of("sh", "-c", script), Map.of()), guard);
  }
}
