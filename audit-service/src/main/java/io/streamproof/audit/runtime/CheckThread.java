package io.streamproof.audit.runtime;

import io.streamproof.audit.trouble.GroupCheck;
import io.streamproof.audit.trouble.TopicCheck;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that checks, over and over, what the audit depends on: its group, and topics. */
final class CheckThread extends RepeatingThread {
  private static final Logger LOG = LoggerFactory.getLogger(CheckThread.class);

  private final GroupCheck group;
  private final TopicCheck topics;
  private final Duration interval;

  CheckThread(GroupCheck group, TopicCheck topics, Duration interval) {
    super("checker");
    this.group = group;
    this.topics = topics;
    this.interval = interval;
  }

  @Override
  protected Duration once() {
    try {
      group.step();
    } catch (KafkaException e) {
      LOG.warn("The consumer group is checked again later: {}", e.toString());
      LOG.debug("The consumer group cannot be checked", e);
    }
    topics.step();
    return interval;
  }
}
