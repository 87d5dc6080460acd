package io.streamproof.operator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The operator host: runs the one stage that {@code streamproof.stage} names. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OperatorService {
  public static void main(String[] arguments) {
    SpringApplication.run(OperatorService.class, arguments);
  }
}
