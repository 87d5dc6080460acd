package io.streamproof.audit.kafka;

import io.streamproof.audit.trouble.GroupMembers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The members of a consumer group, asked of the brokers. */
public record KafkaGroupMembers(Admin admin, String group) implements GroupMembers {
  private static final int TIMEOUT_SECONDS = 30;

  @Override
  public List<GroupMember> all() {
    try {
      return admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(description -> description.members().stream())
          .map(member -> new GroupMember(member.clientId(), member.host()))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw new KafkaException("group " + group + " cannot be described", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("the brokers did not answer in " + TIMEOUT_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for the brokers", e);
    }
  }
}
