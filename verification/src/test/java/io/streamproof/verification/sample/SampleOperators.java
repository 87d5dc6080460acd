package io.streamproof.verification.sample;

import io.streamproof.pipeline.operator.OperatorFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Declares the operators of this jar; a specification names them by their bean. */
@AutoConfiguration
public class SampleOperators {
  @Bean
  OperatorFactory everyNth() {
    return with -> {
      if (!(with.get("n") instanceof Number n)) {
        throw new IllegalArgumentException("everyNth needs a number n");
      }
      return new EveryNth(n.intValue());
    };
  }
}
