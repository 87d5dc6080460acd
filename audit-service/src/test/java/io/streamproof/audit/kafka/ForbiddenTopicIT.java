package io.streamproof.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamproof.pipeline.kafka.Broker;
import io.streamproof.pipeline.kafka.TopicProblem;
import io.streamproof.pipeline.kafka.TopicProblem.Kind;
import io.streamproof.pipeline.kafka.TopicSettings;
import io.streamproof.pipeline.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics that the audit must not use are a problem each, and no failure of all. */
class ForbiddenTopicIT {
  private static final ResourcePattern CLUSTER =
      new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);

  private final Admin admin = Admin.create(Map.of("bootstrap.servers", Broker.address()));
  private final Topics topics =
      new Topics(admin, new TopicSettings(true, (short) 1, Map.of()), Set.of(AclOperation.READ));

  @AfterEach
  void giveEverything() throws Exception {
    admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    admin.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "DESCRIBE"})
  void saysWhichRightIsLackingOnWhichTopic(AclOperation operation) throws Exception {
    String forbidden = "forbidden." + operation;
    topics.survey(Map.of(forbidden, 1));
    deny(new ResourcePattern(ResourceType.TOPIC, forbidden, PatternType.LITERAL), operation);

    assertForbidden(topics.survey(Map.of(forbidden, 1, "allowed.source", 1)), forbidden, operation);
    assertForbidden(topics.check(Map.of(forbidden, 1, "allowed.source", 1)), forbidden, operation);
  }

  @Test
  void saysThatItMustNotCreateATopic() throws Exception {
    deny(CLUSTER, AclOperation.CREATE);
    String missing = "forbidden." + AclOperation.CREATE;
    deny(
        new ResourcePattern(ResourceType.TOPIC, missing, PatternType.LITERAL), AclOperation.CREATE);

    assertForbidden(topics.survey(Map.of(missing, 1)), missing, AclOperation.CREATE);
  }

  private static void assertForbidden(
      List<TopicProblem> problems, String topic, AclOperation operation) {
    assertThat(problems.stream().filter(TopicProblem::isFatal))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.FORBIDDEN);
              assertThat(problem.toString())
                  .contains("lacks the right " + operation + " on topic " + topic)
                  .endsWith("--operation " + operation + " --topic " + topic);
            });
  }

  /** The others are given, as there are rules for it now. */
  private void deny(ResourcePattern pattern, AclOperation operation) throws Exception {
    admin
        .createAcls(
            List.of(
                new AclBinding(pattern, rule(AclOperation.ALL, AclPermissionType.ALLOW)),
                new AclBinding(pattern, rule(operation, AclPermissionType.DENY))))
        .all()
        .get();
  }

  private static AccessControlEntry rule(AclOperation operation, AclPermissionType permission) {
    return new AccessControlEntry("User:ANONYMOUS", "*", operation, permission);
  }
}
