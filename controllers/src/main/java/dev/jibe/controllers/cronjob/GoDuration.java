package dev.jibe.controllers.cronjob;

import java.time.Duration;
import java.util.regex.Pattern;

/** A duration as {@code 1h30m} or {@code 1.5s}. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");

    private GoDuration() {}

    static Duration parse(String text) {
        var matcher = PART.matcher(text);
        double seconds = 0;
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            seconds += Double.parseDouble(matcher.group(1)) * unitSeconds(matcher.group(2));
            end = matcher.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("failed to parse duration " + text);
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static double unitSeconds(String unit) {
        return switch (unit) {
            case "ns" -> 1e-9;
            case "ms" -> 1e-3;
            case "s" -> 1;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1e-6;
        };
    }
}
