package io.streamproof.audit.reconciliation;

import io.streamproof.audit.catalogue.AuditedPipeline;
import io.streamproof.audit.catalogue.AuditedStage;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A ledger in which there is nothing, for tests to say otherwise of what they are about. */
public class EmptyJudgement implements Judgement {
  @Override
  public Map<TopicPartition, ReadProgress> progress(AuditedPipeline pipeline) {
    return Map.of();
  }

  @Override
  public Map<Integer, Long> settled(AuditedStage stage) {
    return Map.of();
  }

  @Override
  public JudgedOffsets judged(AuditedPipeline pipeline) {
    return new JudgedOffsets(Map.of(), Map.of());
  }

  @Override
  public void settle(AuditedStage stage, Map<Integer, Long> settled) {}

  @Override
  public Map<TopicPartition, Long> cut(AuditedPipeline pipeline, Map<TopicPartition, Long> ends) {
    return ends;
  }

  @Override
  public int judge(AuditedPipeline pipeline) {
    return 0;
  }

  @Override
  public List<Ahead> ahead(AuditedPipeline pipeline) {
    return List.of();
  }

  @Override
  public void suspect(Ahead segment) {}

  @Override
  public void judgeSource(AuditedPipeline pipeline) {}

  @Override
  public List<SourceBlock> openSourceBlocks(AuditedPipeline pipeline, int most) {
    return List.of();
  }
}
