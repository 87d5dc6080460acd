package io.streamproof.operator;

import io.streamproof.operator.host.UnusableException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.core.NestedExceptionUtils;

/** The operator host: runs the stages that {@code streamproof.stage} names. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OperatorService {
  public static void main(String[] arguments) {
    try {
      SpringApplication.run(OperatorService.class, arguments);
    } catch (RuntimeException e) {
      // Told already, by the analyzer of failures; as an exit code generator it would be told
      // twice.
      if (NestedExceptionUtils.getMostSpecificCause(e) instanceof UnusableException) {
        System.exit(UnusableException.EXIT_CODE);
      }
      throw e;
    }
  }
}
