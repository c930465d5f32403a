package io.github.emotion4j.data.hub;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How often and how patiently a request is repeated: exponential back-off with jitter, so that many clients do not return at the same moment. Immutable.
 *
 * @param attempts tries in all, at least 1; 1 never repeats
 * @param firstDelay the longest pause before the second try; the bound doubles with every further one
 * @param maxDelay the bound never grows beyond this
 * @param maxRetryAfter the longest pause that a server may demand by {@code Retry-After}; where it demands more, the request fails at once
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay, Duration maxRetryAfter) {
    /** Six tries, pauses of up to 1, 2, 4, 8 and 16 s, or as the server asks up to 90 s. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(16), Duration.ofSeconds(90));

    // The hub's own header, a draft of the IETF: "api";r=0;t=55 means nothing left for 55 s.
    private static final Pattern RATE_LIMIT_RESET = Pattern.compile("r=0;t=(\\d{1,9})");

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, found " + attempts);
        }
        if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "delays must satisfy 0 <= first <= max, found " + firstDelay + " and " + maxDelay);
        }
        if (maxRetryAfter.isNegative()) {
            throw new IllegalArgumentException("maxRetryAfter must not be negative, found " + maxRetryAfter);
        }
    }

    /**
     * @param failures how many tries have failed, at least 1
     * @param random uniform in [0, 1)
     * @return between half of the bound and the bound
     */
    Duration delay(int failures, double random) {
        double bound = Math.min(maxDelay.toMillis(), firstDelay.toMillis() * Math.pow(2, failures - 1));
        return Duration.ofMillis((long) (bound * (0.5 + 0.5 * random)));
    }

    /** {@return the pause that the server asks for, by {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3) or by {@code RateLimit}} */
    static Optional<Duration> askedFor(HttpHeaders headers, Instant now) {
        var retryAfter = headers.firstValue("Retry-After").map(String::strip);
        if (retryAfter.isPresent()) {
            return parse(retryAfter.get(), now);
        }
        return headers.firstValue("RateLimit")
                .map(RATE_LIMIT_RESET::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))));
    }

    private static Optional<Duration> parse(String text, Instant now) {
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var until = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeParseException e) {
            return Optional.empty(); // a header that says nothing: fall back on our own pause
        }
    }
}
