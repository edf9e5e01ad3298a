package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.json.Json;
import dev.jibe.object.typing.GoNumber;
import java.util.OptionalDouble;

/** What schemas require of strings and numbers. */
final class ScalarCheck {

    private ScalarCheck() {}

    static void string(String text, ValueRules rules, String path, Outcome outcome) {
        var failure = stringFailure(text, rules, path);
        if (failure != null) {
            outcome.add(failure);
        }
        outcome.count();
        if (!Formats.isKnown(rules.format())) {
            return;
        }
        if (!Formats.matches(rules.format(), text)) {
            outcome.add(Failure.of(
                    Failure.Kind.TYPE,
                    path,
                    text,
                    path + " in body must be of type " + rules.format() + ": " + Json.text(text)));
        }
        outcome.count();
    }

    private static @org.jspecify.annotations.Nullable Failure stringFailure(
            String text, ValueRules rules, String path) {
        long length = text.codePointCount(0, text.length());
        if (rules.maxLength().isPresent() && length > rules.maxLength().getAsLong()) {
            long most = rules.maxLength().getAsLong();
            return new Failure(
                    Failure.Kind.TOO_LONG,
                    path,
                    text,
                    path + " in body should be at most " + most + " chars long",
                    most,
                    JsonList.EMPTY);
        }
        if (rules.minLength().isPresent() && length < rules.minLength().getAsLong()) {
            return Failure.of(
                    Failure.Kind.INVALID,
                    path,
                    text,
                    path + " in body should be at least " + rules.minLength().getAsLong() + " chars long");
        }
        var pattern = rules.compiled();
        if (!rules.pattern().isEmpty()
                && (pattern == null || !pattern.matcher(text).find())) {
            return Failure.of(
                    Failure.Kind.INVALID, path, text, path + " in body should match '" + rules.pattern() + "'");
        }
        return null;
    }

    static void number(Number number, Structural schema, String path, Outcome outcome) {
        var rules = schema.values();
        if (!fits(number, schema.type(), rules.format())) {
            var format = rules.format().isEmpty() ? "(default format)" : "with format " + rules.format();
            outcome.add(
                    Failure.composite("Checked value must be of type " + schema.type() + " " + format + " in " + path));
        }
        if (rules.multipleOf().isPresent()) {
            multiple(number, rules.multipleOf().getAsDouble(), path, outcome);
        }
        bound(number, rules.minimum(), rules.exclusiveMinimum(), false, path, outcome);
        bound(number, rules.maximum(), rules.exclusiveMaximum(), true, path, outcome);
        outcome.count().count();
    }

    /** Whether a number is within what its type and format can hold. */
    private static boolean fits(Number number, String type, String format) {
        double value = number.doubleValue();
        return switch (type) {
            case "integer" ->
                format.equals("int32")
                        ? value == Math.rint(value) && Math.abs(value + 0.5) < 0x1p31
                        : number instanceof Long || value == Math.rint(value) && Math.abs(value) < 0x1p63;
            case "number" -> !format.equals("float") || Math.abs(value) <= Float.MAX_VALUE;
            default -> true;
        };
    }

    private static void multiple(Number number, double factor, String path, Outcome outcome) {
        double quotient = factor < 1 ? 1 / factor * number.doubleValue() : number.doubleValue() / factor;
        boolean fits = number instanceof Long value && factor == Math.rint(factor)
                ? factor == 0 || value % (long) factor == 0
                : TypeCheck.isWhole(quotient);
        if (!fits) {
            outcome.add(Failure.of(
                    Failure.Kind.INVALID,
                    path,
                    number,
                    path + " in body should be a multiple of " + shown(number, factor)));
        }
    }

    private static void bound(
            Number number, OptionalDouble bound, boolean exclusive, boolean upper, String path, Outcome outcome) {
        if (bound.isEmpty()) {
            return;
        }
        double limit = number instanceof Long ? (double) (long) bound.getAsDouble() : bound.getAsDouble();
        double distance = upper ? limit - number.doubleValue() : number.doubleValue() - limit;
        if (distance < 0 || (exclusive && distance == 0)) {
            var relation = upper ? "less than " : "greater than ";
            outcome.add(Failure.of(
                    Failure.Kind.INVALID,
                    path,
                    number,
                    path + " in body should be " + relation + (exclusive ? "" : "or equal to ")
                            + shown(number, limit)));
        }
    }

    /** What a whole number is compared with is a whole number too. */
    private static String shown(Number number, double limit) {
        return number instanceof Long ? Long.toString((long) limit) : GoNumber.text(limit);
    }

    static void enumeration(Object value, ValueRules rules, String path, Outcome outcome) {
        var allowed = rules.enumeration();
        if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> isSame(value, one))) {
            outcome.add(new Failure(
                    Failure.Kind.ENUM, path, value, path + " in body should be one of " + allowed, 0, allowed));
        }
        outcome.count();
    }

    /** Numbers are compared after upstream's conversion to the type of the allowed value. */
    private static boolean isSame(Object value, Object allowed) {
        if (value instanceof Number number && allowed instanceof Number other) {
            return other instanceof Long whole
                    ? number.longValue() == whole
                    : number.doubleValue() == other.doubleValue();
        }
        return value.equals(allowed);
    }
}
