package dev.jibe.server.crd.path;

import dev.jibe.object.MalformedException;
import dev.jibe.server.crd.path.JsonPath.Descend;
import dev.jibe.server.crd.path.JsonPath.Every;
import dev.jibe.server.crd.path.JsonPath.Operand;
import dev.jibe.server.crd.path.JsonPath.Slice;
import dev.jibe.server.crd.path.JsonPath.Step;
import dev.jibe.server.crd.path.JsonPath.Union;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a path from left to right. */
final class JsonPathParser {

    private static final Pattern COMPARISON = Pattern.compile("^(.*?)(==|!=|<=|>=|<|>)(.*)$", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern SLICE = Pattern.compile("(-?\\d*):(-?\\d*)(:(\\d*))?");

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    JsonPathParser(String text) {
        this.text = text.strip();
    }

    JsonPath parse() {
        if (text.startsWith("$") || text.startsWith("@")) {
            at++;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '.') {
                dot();
            } else if (c == '[') {
                bracket();
            } else {
                name();
            }
        }
        return JsonPath.of(steps);
    }

    private void dot() {
        at++;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            steps.add(new Descend());
        }
        if (at < text.length() && text.charAt(at) == '*') {
            at++;
            steps.add(new Every());
        } else if (at < text.length() && text.charAt(at) != '[') {
            name();
        }
    }

    private void name() {
        var name = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                name.append(text.charAt(at + 1));
                at += 2;
            } else if (c == '.' || c == '[') {
                break;
            } else {
                name.append(c);
                at++;
            }
        }
        if (name.isEmpty()) {
            throw new MalformedException("unexpected end of path in " + text);
        }
        steps.add(new JsonPath.Key(name.toString()));
    }

    private void bracket() {
        int end = closing();
        var inside = text.substring(at + 1, end).strip();
        at = end + 1;
        if (inside.startsWith("?(") && inside.endsWith(")")) {
            steps.add(filter(inside.substring(2, inside.length() - 1).strip()));
            return;
        }
        var parts = split(inside).stream().map(this::part).toList();
        steps.add(parts.size() == 1 ? parts.getFirst() : new Union(parts));
    }

    /** Where the bracket at the current place ends. */
    private int closing() {
        int depth = 0;
        char quote = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote && text.charAt(i - 1) != '\\' ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return i;
            }
        }
        throw new MalformedException("unterminated array in " + text);
    }

    private static List<String> split(String inside) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quote == 0 && c == ',') {
                parts.add(part.toString().strip());
                part.setLength(0);
                continue;
            }
            quote = quote == 0 && (c == '\'' || c == '"') ? c : c == quote ? 0 : quote;
            part.append(c);
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private Step part(String part) {
        if (part.equals("*")) {
            return new Every();
        }
        if (part.length() >= 2 && (part.startsWith("'") || part.startsWith("\""))) {
            return new JsonPath.Key(part.substring(1, part.length() - 1));
        }
        var slice = SLICE.matcher(part);
        if (slice.matches()) {
            var by = number(slice.group(4));
            return new Slice(number(slice.group(1)), number(slice.group(2)), by == null || by < 1 ? 1 : by);
        }
        var position = number(part);
        if (position == null) {
            throw new MalformedException("invalid array index " + part);
        }
        return new JsonPath.Index(position);
    }

    private static @Nullable Integer number(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(digits);
        } catch (NumberFormatException e) {
            throw new MalformedException("invalid array index " + digits, e);
        }
    }

    private static Step filter(String expression) {
        var comparison = COMPARISON.matcher(expression);
        if (!comparison.matches()) {
            return new JsonPath.Filter(JsonPath.parse(expression), "", null);
        }
        var right = comparison.group(3).strip();
        return new JsonPath.Filter(JsonPath.parse(comparison.group(1)), comparison.group(2), operand(right));
    }

    /** A whole number too large for one is a float, as upstream reads it. */
    private static Object number64(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException notWhole) {
            var number = Double.parseDouble(digits);
            if (Double.isInfinite(number)) {
                throw new MalformedException("cannot parse number " + digits, notWhole);
            }
            return number;
        }
    }

    private static Operand operand(String text) {
        if (text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"))) {
            return new Operand(null, text.substring(1, text.length() - 1));
        }
        if (NUMBER.matcher(text).matches()) {
            return new Operand(null, number64(text));
        }
        return switch (text) {
            case "true" -> new Operand(null, true);
            case "false" -> new Operand(null, false);
            default -> new Operand(JsonPath.parse(text), null);
        };
    }
}
