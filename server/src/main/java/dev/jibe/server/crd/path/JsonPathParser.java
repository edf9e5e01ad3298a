package dev.jibe.server.crd.path;

import dev.jibe.object.MalformedException;
import dev.jibe.server.crd.path.JsonPath.Descend;
import dev.jibe.server.crd.path.JsonPath.Every;
import dev.jibe.server.crd.path.JsonPath.Filter;
import dev.jibe.server.crd.path.JsonPath.Literal;
import dev.jibe.server.crd.path.JsonPath.Slice;
import dev.jibe.server.crd.path.JsonPath.Step;
import dev.jibe.server.crd.path.JsonPath.Text;
import dev.jibe.server.crd.path.JsonPath.Union;
import dev.jibe.server.crd.path.JsonPath.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a template from left to right: texts, and actions in braces. */
final class JsonPathParser {

    private static final Pattern COMPARISON = Pattern.compile("([^!<>=]+)([!<>=]+)(.+)");
    private static final Pattern SLICE = Pattern.compile("(-?\\d*)(:-?\\d*)?(:-?\\d*)?");
    private static final Pattern QUOTED_KEY = Pattern.compile("'([^']*)'");
    private static final char END = '\uffff';

    private final String text;
    private int at;

    JsonPathParser(String text) {
        this.text = text;
    }

    List<List<Step>> parse() {
        var actions = new ArrayList<List<Step>>();
        while (at < text.length()) {
            if (peek() == '{') {
                at++;
                actions.add(action());
            } else {
                int next = text.indexOf('{', at);
                int end = next < 0 ? text.length() : next;
                actions.add(List.of(new Text(text.substring(at, end))));
                at = end;
            }
        }
        return actions;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    /** The steps of an action that stands within another. */
    private static List<Step> action(String inside) {
        return new JsonPathParser("{" + inside + "}").parse().getFirst();
    }

    private List<Step> action() {
        var steps = new ArrayList<Step>();
        while (peek() != '}') {
            if (text.startsWith("[?(", at)) {
                at += 3;
                steps.add(filter());
            } else if (text.startsWith("..", at)) {
                descend(steps);
            } else {
                step(steps);
            }
        }
        at++;
        return steps;
    }

    private void descend(List<Step> steps) {
        if (!steps.isEmpty() && steps.getLast() instanceof Descend) {
            throw new MalformedException("invalid multiple recursive descent");
        }
        at += 2;
        steps.add(new Descend());
        if (isWord(peek())) {
            steps.add(field());
        }
    }

    private void step(List<Step> steps) {
        char c = peek();
        switch (c) {
            case END, '\r', '\n' -> throw new MalformedException("unclosed action");
            case ' ', '@', '$' -> at++;
            case '[' -> array(steps);
            case '"', '\'' -> steps.add(quoted(c));
            case '.' -> {
                at++;
                steps.add(field());
            }
            default -> {
                if (c == '+' || c == '-' || Character.isDigit(c)) {
                    steps.add(number());
                } else if (isWord(c)) {
                    steps.add(word());
                } else {
                    throw new MalformedException("unrecognized character in action: " + c);
                }
            }
        }
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static boolean endsWord(char c) {
        return " \t\r\n.,[]$@{}".indexOf(c) >= 0 || c == END;
    }

    private Step field() {
        int start = at;
        while (!endsWord(peek())) {
            at += peek() == '\\' ? 2 : 1;
        }
        at = Math.min(at, text.length());
        var name = text.substring(start, at);
        return name.equals("*") ? new Every() : new JsonPath.Key(name.replace("\\", ""));
    }

    private Step word() {
        int start = at;
        while (!endsWord(peek())) {
            at++;
        }
        return switch (text.substring(start, at)) {
            case "true" -> new Literal(true);
            case "false" -> new Literal(false);
            default -> new Word();
        };
    }

    private Step number() {
        int start = at;
        at += peek() == '+' || peek() == '-' ? 1 : 0;
        while (peek() == '.' || Character.isDigit(peek())) {
            at++;
        }
        var digits = text.substring(start, at);
        try {
            return new Literal(Long.parseLong(digits));
        } catch (NumberFormatException notWhole) {
            return new Literal(decimal(digits));
        }
    }

    /** A whole number too large for one is a float, as upstream reads it. */
    private static double decimal(String digits) {
        try {
            var number = Double.parseDouble(digits);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new MalformedException("cannot parse number " + digits, e);
        }
        throw new MalformedException("cannot parse number " + digits);
    }

    private void array(List<Step> steps) {
        int end = text.indexOf(']', at);
        int line = text.indexOf('\n', at);
        if (end < 0 || line >= 0 && line < end) {
            throw new MalformedException("unterminated array");
        }
        var inside = text.substring(at + 1, end);
        at = end + 1;
        var parts = List.of(inside.split(",", -1));
        var key = QUOTED_KEY.matcher(inside);
        if (parts.size() > 1) {
            steps.add(new Union(parts.stream()
                    .map(part -> action("[" + spaceless(part) + "]"))
                    .toList()));
        } else if (key.matches()) {
            steps.addAll(action("." + key.group(1)));
        } else {
            steps.add(slice(inside.equals("*") ? ":" : inside));
        }
    }

    private static String spaceless(String part) {
        int from = 0;
        int to = part.length();
        while (from < to && part.charAt(from) == ' ') {
            from++;
        }
        while (to > from && part.charAt(to - 1) == ' ') {
            to--;
        }
        return part.substring(from, to);
    }

    private static Step slice(String inside) {
        var parts = SLICE.matcher(inside);
        if (!parts.matches()) {
            throw new MalformedException("invalid array index " + inside);
        }
        var from = position(parts.group(1));
        boolean isOne = parts.group(2) == null;
        return isOne
                ? new Slice(from, (from == null ? 0 : from) + 1, true, position(parts.group(3)))
                : new Slice(from, position(parts.group(2)), false, position(parts.group(3)));
    }

    private static @Nullable Long position(@Nullable String given) {
        if (given == null || given.isEmpty() || given.equals(":")) {
            return null;
        }
        var digits = given.startsWith(":") ? given.substring(1) : given;
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            throw new MalformedException("array index " + digits + " is not a number", e);
        }
    }

    private Step filter() {
        int end = endOfFilter();
        var inside = text.substring(at, end);
        at = end + 2;
        var comparison = COMPARISON.matcher(inside);
        return comparison.matches()
                ? new Filter(action(comparison.group(1)), comparison.group(2), action(comparison.group(3)))
                : new Filter(action(inside), "", List.of());
    }

    /** Where the parenthesis closes that is not part of the first text in quotes. */
    private int endOfFilter() {
        char quote = 0;
        boolean isClosed = false;
        for (int i = at; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                isClosed |= quote == c && text.charAt(i - 1) != '\\';
                quote = quote == 0 ? c : quote;
            } else if (c == ')' && (quote != 0) == isClosed) {
                if (!text.startsWith("]", i + 1)) {
                    throw new MalformedException("unclosed array expect ]");
                }
                return i;
            }
        }
        throw new MalformedException("unterminated filter");
    }

    private Step quoted(char quote) {
        int start = ++at;
        while (peek() != quote || at > start && text.charAt(at - 1) == '\\') {
            if (peek() == END || peek() == '\n') {
                throw new MalformedException("unterminated quoted string");
            }
            at++;
        }
        return new Text(unquoted(text.substring(start, at++), quote));
    }

    private static String unquoted(String inside, char quote) {
        var plain = new StringBuilder();
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = i + 1 < inside.length() ? inside.charAt(++i) : END;
            int place = "abfnrtv\\".indexOf(escaped);
            int length = "xuU".indexOf(escaped) < 0 ? 3 : 2 << "xuU".indexOf(escaped);
            if (place >= 0) {
                plain.append("\u0007\b\f\n\r\t\u000b\\".charAt(place));
            } else if (escaped == quote) {
                plain.append(quote);
            } else if (escaped >= '0' && escaped <= '7') {
                plain.appendCodePoint(code(inside, i, length, 8));
                i += length - 1;
            } else if ("xuU".indexOf(escaped) >= 0) {
                plain.appendCodePoint(code(inside, i + 1, length, 16));
                i += length;
            } else {
                throw new MalformedException("invalid syntax");
            }
        }
        return plain.toString();
    }

    private static int code(String inside, int from, int length, int radix) {
        if (from + length <= inside.length()) {
            try {
                int code = Integer.parseUnsignedInt(inside, from, from + length, radix);
                if (Character.isValidCodePoint(code)) {
                    return code;
                }
            } catch (NumberFormatException e) {
                throw new MalformedException("invalid syntax", e);
            }
        }
        throw new MalformedException("invalid syntax");
    }
}
