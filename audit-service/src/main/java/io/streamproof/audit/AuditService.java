package io.streamproof.audit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The auditor: reads every topic of its pipelines and says whether the results are right. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AuditService {
  public static void main(String[] arguments) {
    SpringApplication.run(AuditService.class, arguments);
  }
}
