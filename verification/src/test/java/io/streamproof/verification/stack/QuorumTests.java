package io.streamproof.verification.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class QuorumTests {
  private static Properties settings(Quorum quorum, int node) throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(quorum.settings(node)));
    return settings;
  }

  @Test
  void keepsOneReplicaOnOneBroker() throws IOException {
    Properties settings = settings(new Quorum("id", List.of(9001)), 1);

    assertThat(settings)
        .containsEntry("node.id", "1")
        .containsEntry("controller.quorum.voters", "1@127.0.0.1:9001")
        .containsEntry("default.replication.factor", "1")
        .containsEntry("min.insync.replicas", "1")
        .containsEntry("transaction.state.log.min.isr", "1");
  }

  @Test
  void keepsThreeReplicasInAClusterAndAcknowledgesWhatTwoHave() throws IOException {
    Properties settings = settings(new Quorum("id", List.of(9001, 9002, 9003)), 3);

    assertThat(settings)
        .containsEntry("node.id", "3")
        .containsEntry(
            "controller.quorum.voters", "1@127.0.0.1:9001,2@127.0.0.1:9002,3@127.0.0.1:9003")
        .containsEntry("default.replication.factor", "3")
        .containsEntry("offsets.topic.replication.factor", "3")
        .containsEntry("transaction.state.log.replication.factor", "3")
        .containsEntry("min.insync.replicas", "2")
        .containsEntry("transaction.state.log.min.isr", "2");
  }
}
