package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import java.util.List;

/** Whether a value is of the type that its schema names. */
public final class TypeCheck {

    private static final List<String> INT_OR_STRING = List.of("integer", "string");

    private TypeCheck() {}

    /** The name of a value's type in JSON Schema. */
    public static String typeOf(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Long _ -> "integer";
            case Number _ -> "number";
            case JsonList _ -> "array";
            case JsonMap _ -> "object";
            case Null _ -> "null";
            default -> "";
        };
    }

    static void check(Object value, Structural schema, String path, Outcome outcome) {
        var format = schema.values().format();
        var types = schema.intOrString()
                ? INT_OR_STRING
                : schema.type().isEmpty() ? List.<String>of() : List.of(schema.type());
        if (types.isEmpty() && format.isEmpty()) {
            return;
        }
        if (value == Null.NULL) {
            if (!types.isEmpty() && !schema.nullable()) {
                outcome.add(mismatch(path, String.join(",", types), "null"));
            } else {
                outcome.count().count();
            }
            return;
        }
        var type = typeOf(value);
        boolean textual = value instanceof String || value instanceof JsonList;
        boolean numeric = types.contains("number") || types.contains("integer");
        boolean fits = types.contains(type)
                || (type.equals("number") && types.contains("integer") && isWhole((Number) value))
                || (type.equals("integer") && types.contains("number"));
        if (!numeric && !format.isEmpty() && textual) {
            outcome.count().count();
            return;
        }
        if (!fits && !format.isEmpty() && !textual) {
            outcome.add(mismatch(path, format, goFormat(value)));
            outcome.count();
            return;
        }
        if (!fits) {
            outcome.add(mismatch(path, types.isEmpty() ? format : String.join(",", types), type));
            outcome.count();
            return;
        }
        outcome.count().count();
    }

    /** What upstream calls the form of a value that is not of the form that is asked for. */
    private static String goFormat(Object value) {
        return switch (value) {
            case Long _ -> "int64";
            case Double _ -> "float64";
            default -> "";
        };
    }

    static boolean isWhole(Number number) {
        double value = number.doubleValue();
        return number instanceof Long || (Math.abs(value) < 9007199254740992.0 && value == Math.rint(value));
    }

    private static Failure mismatch(String path, String wanted, String found) {
        return Failure.of(
                Failure.Kind.TYPE, path, found, path + " in body must be of type " + wanted + ": \"" + found + "\"");
    }
}
