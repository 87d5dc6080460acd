package io.streamproof.audit.trouble;

import java.util.List;

/** The consumer group in which instances share the partitions, as the brokers know it. */
public interface GroupMembers {
  /** All consumers that are in the group now, of this instance and of others. */
  List<GroupMember> all();

  /**
   * A consumer in the group.
   *
   * @param clientId that it gave itself
   */
  record GroupMember(String clientId, String host) {}
}
