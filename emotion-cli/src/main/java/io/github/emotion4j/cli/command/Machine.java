package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Version;
import io.github.emotion4j.core.graph.Backend;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** On what and when something was computed, for reports and model directories. */
final class Machine {

    private Machine() {}

    static Map<String, String> facts() throws IOException {
        Backend backend = Backend.load();
        var facts = new LinkedHashMap<String, String>();
        facts.put("emotion", Version.number());
        facts.put("backend", backend.name() + ", " + backend.blas() + ", " + backend.threads() + " threads");
        facts.put("JDK", Runtime.version().toString());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("time", time(System.getenv("SOURCE_DATE_EPOCH")));
        return facts;
    }

    /**
     * Now, or the moment that who wants equal bytes of equal runs sets, as in reproducible builds.
     *
     * @param epoch seconds since 1970; anything else, null too, means now
     */
    static String time(String epoch) {
        return epoch != null && epoch.matches("[0-9]{1,11}")
                ? Instant.ofEpochSecond(Long.parseLong(epoch)).toString()
                : Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
