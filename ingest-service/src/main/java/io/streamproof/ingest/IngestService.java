package io.streamproof.ingest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Takes events over HTTP and answers once the brokers have acknowledged them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngestService {
  public static void main(String[] arguments) {
    SpringApplication.run(IngestService.class, arguments);
  }
}
