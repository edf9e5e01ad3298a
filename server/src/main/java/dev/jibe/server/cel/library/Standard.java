package dev.jibe.server.cel.library;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.Values;
import java.util.List;
import java.util.Map;

/** The language's own functions of strings, lists and maps. */
final class Standard {

    static final Map<String, Function> FUNCTIONS = Map.of(
            "size", v -> size(v.getFirst()),
            "contains", v -> ((String) v.get(0)).contains((String) v.get(1)),
            "startsWith", v -> ((String) v.get(0)).startsWith((String) v.get(1)),
            "endsWith", v -> ((String) v.get(0)).endsWith((String) v.get(1)),
            "matches",
                    v -> pattern((String) v.get(1)).matcher((String) v.get(0)).find(),
            "type", v -> new Values.TypeName(Values.typeName(v.getFirst())),
            "dyn", v -> v.getFirst());

    private Standard() {}

    private static Object size(Object value) {
        if (value instanceof String
                || value instanceof byte[]
                || value instanceof List<?>
                || value instanceof MapValue) {
            return Values.size(value);
        }
        throw CelFailure.noSuchOverload();
    }

    static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new CelFailure("error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`");
        }
    }
}
