package io.github.emotion4j.examples;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A classifier behind HTTP: {@code ServiceApplication --emotion.model=DIRECTORY}. The starter does all but the controller. */
@SpringBootApplication
public class ServiceApplication {

    /** For Spring. */
    public ServiceApplication() {}

    /** Starts the service. */
    public static void main(String[] args) {
        SpringApplication.run(ServiceApplication.class, args);
    }
}
