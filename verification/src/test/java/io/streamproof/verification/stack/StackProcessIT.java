package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StackProcessIT {
  private static final String ENDLESS = "echo up; while :; do sleep 1; done";

  private final Guard guard = Guard.start();

  @AfterEach
  void closeGuard() {
    guard.close();
  }

  @Test
  void tellsOfADeathWithNameExitCodeAndLastLines() {
    StackProcess process = process("seq 1 30; exit 7");
    process.start();

    await().until(() -> process.death().isPresent());

    List<String> lines = process.death().orElseThrow().lines().toList();
    assertThat(lines.get(0)).isEqualTo("worker died with exit code 7; the last lines of its log:");
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(IntStream.rangeClosed(11, 30).mapToObj(i -> "  | " + i).toList());
  }

  @Test
  void tellsTheReasonsOfADeathWithoutTheFramesOfTheirTraces() {
    StackProcess process =
        process(
            "printf 'IOException: No space left\\n\\tat a.B.c(B.java:1)\\n\\t... 3 more\\n'; exit 1");
    process.start();

    await().until(() -> process.death().isPresent());

    assertThat(process.death().orElseThrow().lines().skip(1))
        .containsExactly("  | IOException: No space left");
  }

  @Test
  void isNoDeathToBeKilled() {
    StackProcess process = process(ENDLESS);
    process.start();

    process.kill();

    assertThat(process.isAlive()).isFalse();
    assertThat(process.death()).isEmpty();
  }

  @Test
  void haltsWithoutDyingWhereItMay() {
    StackProcess process = process("kill -KILL $$");
    process.allowHalt(true);
    process.start();

    await().until(process::hasHalted);

    assertThat(process.death()).isEmpty();
    assertThat(process.takeHalt()).isTrue();
    process.allowHalt(false);
    assertThat(process.death()).isEmpty();
    assertThat(process.takeHalt()).isFalse();
  }

  @Test
  void diesOfAHaltWhereItMayNot() {
    StackProcess process = process("kill -KILL $$");
    process.start();

    await().until(process::hasHalted);

    assertThat(process.takeHalt()).isFalse();
    assertThat(process.death().orElseThrow()).startsWith("worker died with exit code 137");
  }

  @Test
  void startsAgainAsAnotherProcessWithTheSameLog() {
    StackProcess process = process(ENDLESS);
    process.start();
    long first = process.pid();
    await().until(() -> process.logTail(9).equals(List.of("up")));
    process.kill();

    process.start();

    assertThat(process.pid()).isNotEqualTo(first);
    assertThat(process.isAlive()).isTrue();
    await().until(() -> process.logTail(9).equals(List.of("up", "up")));
  }

  @Test
  void stopsWithTimeToFinish() {
    StackProcess process =
        process("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done");
    process.start();
    await().until(() -> process.logTail(9).equals(List.of("up")));

    process.stop(Duration.ofSeconds(10));

    assertThat(process.logTail(1)).containsExactly("bye");
    assertThat(process.death()).isEmpty();
  }

  @Test
  void stopsByForceWhatDoesNotFinish() {
    StackProcess process = process("trap '' TERM; " + ENDLESS);
    process.start();
    await().until(() -> process.logTail(9).equals(List.of("up")));

    process.stop(Duration.ofMillis(100));

    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void pausesWithWhatItHasStartedAndGoesOn() {
    StackProcess process =
        process("(while :; do echo child; sleep 0.02; done) & while :; do sleep 1; done");
    process.start();
    await().until(() -> process.logTail(1).equals(List.of("child")));

    process.pause();
    int lines = process.logTail(100_000).size();
    await()
        .during(Duration.ofMillis(300))
        .until(() -> process.logTail(100_000).size() <= lines + 1 && process.isAlive());

    process.resume();
    await().until(() -> process.logTail(100_000).size() > lines + 5);
    process.kill(); // With its child, which nobody else would end.
  }

  @Test
  void isKilledWithWhatItHasStartedEvenWhilePaused() {
    StackProcess process = process("sleep 600 & echo $!; wait");
    process.start();
    await().until(() -> process.logTail(1).size() == 1);
    long child = Long.parseLong(process.logTail(1).get(0));
    process.pause();

    process.kill();

    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(process.death()).isEmpty();
    assertThat(process.exitCode()).hasValue(137);
  }

  @Test
  void leavesNothingBehindThoughItIsPausedWhenTheStackCloses() {
    StackProcess process = process("sleep 600 & echo $!; wait");
    process.start();
    await().until(() -> process.logTail(1).size() == 1);
    long child = Long.parseLong(process.logTail(1).get(0));
    process.pause();

    guard.close();

    assertThat(process.isAlive()).isFalse();
    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void leavesCtrlCToItsOwner() throws IOException, InterruptedException {
    StackProcess process = process(ENDLESS);
    process.start();
    await().until(() -> process.logTail(9).equals(List.of("up")));

    new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    new ProcessBuilder("sh", "-c", "kill -HUP " + process.pid()).start().waitFor();

    await().during(Duration.ofMillis(300)).until(process::isAlive);
  }

  @Test
  void runsInItsOwnFolderWithItsOwnSettings() {
    StackProcess process = process("echo $OWN; pwd");
    process.start();

    String folder = guard.folder().resolve("worker").toString();
    await().until(() -> process.logTail(9).equals(List.of("own", folder)));
  }

  private StackProcess process(String script) {
    return new StackProcess(
        new ProcessPlan("worker", List.of("sh", "-c", script), Map.of("OWN", "own")), guard);
  }
}
