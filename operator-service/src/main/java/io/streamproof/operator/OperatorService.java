package io.streamproof.operator;

import io.streamproof.operator.host.UnusableException;
import java.util.Locale;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.core.NestedExceptionUtils;

/** The operator host: runs the stages that {@code streamproof.stage} names. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OperatorService {
  public static void main(String[] arguments) {
    // A custom operator gives the same in the host and in the audit, whatever machines they run on.
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
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
