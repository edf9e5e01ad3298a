package dev.jibe.server.request;

import dev.jibe.object.protobuf.GoDuration;
import java.time.Duration;
import java.util.regex.Pattern;

/** The query's {@code timeout}, which has to be a duration as Go writes it. */
final class RequestTimeout {

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d*)?|\\.\\d+");
    private static final Pattern PART = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern START = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([^\\d.]+)");

    private RequestTimeout() {}

    static void check(Query query) {
        var text = query.get("timeout");
        if (!text.isEmpty()) {
            var wrong = wrong(text);
            if (!wrong.isEmpty()) {
                throw ApiException.badRequest("invalid timeout specified in the request URL - time: " + wrong);
            }
        }
    }

    /** How long a request may take: as long as it says if it says so and that is less than the most. */
    static Duration of(Query query, Duration most) {
        var text = query.get("timeout");
        if (text.isEmpty() || !wrong(text).isEmpty()) {
            return most;
        }
        var asked = GoDuration.parse(text.replace('\u03bc', '\u00b5'));
        return asked.isPositive() && asked.compareTo(most) < 0 ? asked : most;
    }

    private static String wrong(String text) {
        var quoted = FieldError.quoted(text);
        var rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return "";
        }
        var invalid = "invalid duration " + quoted;
        if (rest.isEmpty()) {
            return invalid;
        }
        while (!rest.isEmpty()) {
            var part = PART.matcher(rest);
            var start = START.matcher(rest);
            if (start.lookingAt() && part.lookingAt() && part.end() == start.end()) {
                rest = rest.substring(part.end());
            } else if (start.lookingAt()) {
                return "unknown unit " + FieldError.quoted(start.group(3)) + " in duration " + quoted;
            } else {
                return NUMBER.matcher(rest).matches() ? "missing unit in duration " + quoted : invalid;
            }
        }
        return "";
    }
}
