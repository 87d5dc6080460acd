package io.streamproof.audit.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.audit.trouble.GroupMembers.GroupMember;
import io.streamproof.audit.trouble.Trouble.Effect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupCheckTests {
  private final List<GroupMember> members = new ArrayList<>();
  private final TroubleLog troubles = new TroubleLog();
  private final GroupCheck check =
      new GroupCheck("streamproof-audit", () -> "0a1b2c3d", () -> members, troubles);

  @Test
  void sharesAGroupWithInstancesOfItsLedger() {
    members.add(member(GroupCheck.clientId("streamproof-audit", () -> "0a1b2c3d", 1)));
    members.add(member(GroupCheck.clientId("my-ledger-99999999-9", () -> "0a1b2c3d", 12)));
    check.step();
    assertThat(troubles.of("shop")).isEmpty();
  }

  @Test
  void noticesThoseOfAnotherLedger() {
    members.add(member("streamproof-audit-ledger-0a1b2c3d-1"));
    members.add(member("streamproof-audit-ledger-ffffffff-1"));
    check.step();
    assertThat(troubles.of("shop"))
        .singleElement()
        .returns(Effect.HINT, Trouble::effect)
        .satisfies(
            trouble ->
                assertThat(trouble.what())
                    .contains("group streamproof-audit")
                    .contains("streamproof-audit-ledger-ffffffff-1 on /10.0.0.1")
                    .doesNotContain("0a1b2c3d")
                    .contains("streamproof.audit.group"));
  }

  @Test
  void noticesThoseThatNameNoLedger() {
    members.add(member("consumer-streamproof-audit-1"));
    check.step();
    assertThat(troubles.of("shop")).hasSize(1);
    assertThat(troubles.isSound("shop")).as("whether it may be proven all the same").isTrue();
  }

  @Test
  void forgetsThoseThatHaveLeft() {
    members.add(member("console-consumer"));
    check.step();
    members.clear();
    check.step();
    assertThat(troubles.of("shop")).isEmpty();
  }

  private static GroupMember member(String clientId) {
    return new GroupMember(clientId, "/10.0.0.1");
  }
}
