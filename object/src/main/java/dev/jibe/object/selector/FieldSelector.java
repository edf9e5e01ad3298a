package dev.jibe.object.selector;

import dev.jibe.object.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A condition on fields: each named field has, or has not, a value.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/">Field
 * selectors</a>.
 */
public record FieldSelector(List<Term> terms) {

    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /** One field and the value it must have, or must not have. */
    public record Term(String field, String value, boolean equal) {
        @Override
        public String toString() {
            return field + (equal ? "=" : "!=") + value;
        }
    }

    public FieldSelector {
        terms = List.copyOf(terms);
    }

    /**
     * Reads {@code a=b,c!=d}; backslash escapes a comma, an equals sign and itself in values, but nothing in names. A term
     * without both name and value asks for nothing. Terms are read in their order as text.
     */
    public static FieldSelector parse(String text) {
        var terms = split(text).stream()
                .sorted()
                .filter(part -> !part.isEmpty())
                .map(FieldSelector::term)
                .filter(term -> !(term.field().isEmpty() && term.value().isEmpty()))
                .toList();
        return new FieldSelector(terms);
    }

    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Term term(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (part.startsWith("!=", i)) {
                return new Term(part.substring(0, i), unescape(part.substring(i + 2)), false);
            } else if (part.startsWith("==", i)) {
                return new Term(part.substring(0, i), unescape(part.substring(i + 2)), true);
            } else if (part.charAt(i) == '=') {
                return new Term(part.substring(0, i), unescape(part.substring(i + 1)), true);
            }
        }
        throw new MalformedException("invalid selector: '" + part + "'; can't understand '" + part + "'");
    }

    private static String unescape(String value) {
        var text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                if (i + 1 == value.length() || "\\,=".indexOf(value.charAt(i + 1)) < 0) {
                    throw new MalformedException("invalid field selector: invalid escape sequence: "
                            + value.substring(i, Math.min(i + 2, value.length())));
                }
                text.append(value.charAt(++i));
            } else if (c == '=' || c == ',') {
                throw new MalformedException("invalid field selector: unescaped character in value: " + (int) c);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Whether all terms hold, given how to read a field. */
    public boolean matches(Function<String, String> field) {
        for (var term : terms) {
            if (field.apply(term.field()).equals(term.value()) != term.equal()) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(","));
    }
}
