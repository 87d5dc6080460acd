package io.streamproof.verification.sequence;

import io.streamproof.pipeline.operator.OperatorFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Declares the operator {@code sequenceWindow}. */
@AutoConfiguration
public class SequenceOperators {
  @Bean
  OperatorFactory sequenceWindow() {
    return with -> new SequenceWindow();
  }
}
