package io.streamproof.audit;

import java.util.Locale;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The auditor: reads every topic of its pipelines and says whether the results are right. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AuditService {
  public static void main(String[] arguments) {
    // A custom operator gives the same in the host and in the audit, whatever machines they run on.
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    SpringApplication.run(AuditService.class, arguments);
  }
}
