package dev.jibe.server.crd.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a schema requires of a value besides its structure. */
record ValueRules(
        String format,
        OptionalDouble maximum,
        boolean exclusiveMaximum,
        OptionalDouble minimum,
        boolean exclusiveMinimum,
        OptionalDouble multipleOf,
        OptionalLong maxLength,
        OptionalLong minLength,
        String pattern,
        @Nullable Pattern compiled,
        OptionalLong maxItems,
        OptionalLong minItems,
        boolean uniqueItems,
        OptionalLong maxProperties,
        OptionalLong minProperties,
        List<String> required,
        JsonList enumeration,
        List<Structural> allOf,
        List<Structural> anyOf,
        List<Structural> oneOf,
        @Nullable Structural not) {

    static ValueRules of(JsonMap source) {
        return new ValueRules(
                Formats.of(source),
                decimal(source, "maximum"),
                source.bool("exclusiveMaximum"),
                decimal(source, "minimum"),
                source.bool("exclusiveMinimum"),
                decimal(source, "multipleOf"),
                whole(source, "maxLength"),
                whole(source, "minLength"),
                source.string("pattern"),
                compile(source.string("pattern")),
                whole(source, "maxItems"),
                whole(source, "minItems"),
                source.bool("uniqueItems"),
                whole(source, "maxProperties"),
                whole(source, "minProperties"),
                source.list("required").strings().toList(),
                source.list("enum"),
                Structural.each(source.list("allOf")),
                Structural.each(source.list("anyOf")),
                Structural.each(source.list("oneOf")),
                source.get("not") instanceof JsonMap map ? Structural.of(map) : null);
    }

    private static OptionalDouble decimal(JsonMap source, String key) {
        return source.get(key) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    private static OptionalLong whole(JsonMap source, String key) {
        return source.get(key) instanceof Number number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    private static @Nullable Pattern compile(String pattern) {
        if (pattern.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            // A definition with such a pattern is refused; one from elsewhere matches nothing.
            return null;
        }
    }
}
