package io.streamproof.pipeline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults are planted on purpose or not at all. */
class FaultSwitchTests {

  @Test
  void isOffWithoutAPlanAndWithoutTheSwitch() {
    FaultSwitch off = new FaultSwitch(false, null);

    assertThat(off.contradiction()).isNull();
    assertThat(off.read(null)).isNull();
    assertThat(new FaultSwitch(false, "  ").contradiction()).isNull();
  }

  @Test
  void isOnWithBoth(@TempDir Path folder) throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.yml"), "seed: 3\n");
    FaultSwitch on = new FaultSwitch(true, plan.toString());

    assertThat(on.contradiction()).isNull();
    assertThat(on.read(null)).returns(3L, FaultPlan::seed);
  }

  @Test
  void contradictsItselfWithOneOfThem() {
    assertThat(new FaultSwitch(true, null).contradiction()).contains("no plan");
    assertThat(new FaultSwitch(true, "").contradiction()).contains("no plan");
    assertThat(new FaultSwitch(false, "plan.yml").contradiction()).contains("not enabled");
    assertThat(new FaultSwitch(false, "plan.yml").read(null)).isNull();
  }
}
