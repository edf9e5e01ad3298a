package dev.jibe.server.registry.validation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts that may be given as a share of 100 per cent. */
final class Counts {

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

    private Counts() {}

    /** A count that is not negative, or a share. */
    static void check(Place place, String key) {
        switch (place.get(key)) {
            case Long count -> place.notNegative(key);
            case String text -> {
                if (!PERCENT.matcher(text).matches()) {
                    place.invalid(
                            key,
                            text,
                            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or"
                                    + " '93%', regex used for validation is '[0-9]+%')");
                }
            }
            case null, default -> {
                // Absent: nothing to look at.
            }
        }
    }

    static void notOverHundredPercent(Place place, String key) {
        if (place.get(key) instanceof String text
                && PERCENT.matcher(text).matches()
                && (text.length() > 9 || Integer.parseInt(text.substring(0, text.length() - 1)) > 100)) {
            place.invalid(key, text, "must not be greater than 100%");
        }
    }

    /** Whether it is nothing, absolutely or as a share. */
    static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case Long count -> count == 0;
            case String text -> !PERCENT.matcher(text).matches() || text.matches("0+%");
            case null, default -> true;
        };
    }
}
