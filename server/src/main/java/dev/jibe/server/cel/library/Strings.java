package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The extended functions of strings. Positions count code points. */
final class Strings implements Functions {

    @Override
    public List<String> signatures() {
        return List.of(
                "string.charAt(int): string",
                "string.indexOf(string): int",
                "string.indexOf(string, int): int",
                "string.lastIndexOf(string): int",
                "string.lastIndexOf(string, int): int",
                "list<string>.join(): string",
                "list<string>.join(string): string",
                "string.lowerAscii(): string",
                "string.upperAscii(): string",
                "string.replace(string, string): string",
                "string.replace(string, string, int): string",
                "string.split(string): list<string>",
                "string.split(string, int): list<string>",
                "string.substring(int): string",
                "string.substring(int, int): string",
                "string.trim(): string",
                "string.format(list<dyn>): string",
                "strings.quote(string): string");
    }

    @Override
    public Map<String, Function> functions() {
        return Map.ofEntries(
                Map.entry("charAt", v -> charAt(text(v, 0), (Long) v.get(1))),
                Map.entry("indexOf", v -> indexOf(text(v, 0), text(v, 1), v.size() > 2 ? (Long) v.get(2) : 0)),
                Map.entry("lastIndexOf", v -> lastIndexOf(text(v, 0), text(v, 1), v.size() > 2 ? (Long) v.get(2) : -1)),
                Map.entry("join", v -> join((List<?>) v.getFirst(), v.size() > 1 ? text(v, 1) : "")),
                Map.entry("lowerAscii", v -> ascii(text(v, 0), 'A', 'Z', 'a' - 'A')),
                Map.entry("upperAscii", v -> ascii(text(v, 0), 'a', 'z', 'A' - 'a')),
                Map.entry(
                        "replace",
                        v -> replace(text(v, 0), text(v, 1), text(v, 2), v.size() > 3 ? (Long) v.get(3) : -1)),
                Map.entry("split", v -> split(text(v, 0), text(v, 1), v.size() > 2 ? (Long) v.get(2) : -1)),
                Map.entry(
                        "substring", v -> substring(text(v, 0), (Long) v.get(1), v.size() > 2 ? (Long) v.get(2) : -1)),
                Map.entry("trim", v -> text(v, 0).strip()),
                Map.entry("format", v -> Formatting.format(text(v, 0), (List<?>) v.get(1))),
                Map.entry("strings.quote", v -> Formatting.quoted(text(v, 0))));
    }

    private static String text(List<Object> values, int index) {
        if (values.get(index) instanceof String text) {
            return text;
        }
        throw new Library.NotMine();
    }

    private static int[] points(String text) {
        return text.codePoints().toArray();
    }

    private static String string(int[] points, int from, int to) {
        return new String(points, from, to - from);
    }

    private static CelFailure outOfRange(long index) {
        return new CelFailure("index out of range: " + index);
    }

    private static Object charAt(String text, long index) {
        var points = points(text);
        if (index < 0 || index > points.length) {
            throw outOfRange(index);
        }
        return index == points.length ? "" : string(points, (int) index, (int) index + 1);
    }

    private static Object indexOf(String text, String part, long from) {
        var points = points(text);
        if (from < 0 || (from > points.length && !part.isEmpty())) {
            throw outOfRange(from);
        }
        if (part.isEmpty()) {
            return from;
        }
        int at = string(points, (int) from, points.length).indexOf(part);
        return at < 0 ? -1L : from + string(points, (int) from, points.length).codePointCount(0, at);
    }

    private static Object lastIndexOf(String text, String part, long from) {
        var points = points(text);
        if (from > points.length || from < -1) {
            throw outOfRange(from);
        }
        if (part.isEmpty()) {
            return from < 0 ? (long) points.length : from;
        }
        int start = from < 0 ? text.length() : text.offsetByCodePoints(0, (int) from);
        int at = text.lastIndexOf(part, start);
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }

    private static Object join(List<?> list, String separator) {
        return list.stream().map(String.class::cast).collect(Collectors.joining(separator));
    }

    private static Object ascii(String text, char from, char to, int move) {
        var result = new StringBuilder(text);
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (c >= from && c <= to) {
                result.setCharAt(i, (char) (c + move));
            }
        }
        return result.toString();
    }

    private static Object replace(String text, String old, String with, long times) {
        if (times == 0) {
            return text;
        }
        if (times < 0) {
            return text.replace(old, with);
        }
        var result = new StringBuilder();
        int at = 0;
        for (long left = times; left > 0; left--) {
            int found = text.indexOf(old, at);
            if (found < 0 || (old.isEmpty() && found >= text.length())) {
                break;
            }
            if (old.isEmpty()) {
                result.append(with).append(text.charAt(at));
                at++;
            } else {
                result.append(text, at, found).append(with);
                at = found + old.length();
            }
        }
        return result.append(text.substring(at)).toString();
    }

    private static Object split(String text, String separator, long most) {
        if (most == 0) {
            return List.of();
        }
        var parts = new ArrayList<Object>();
        int at = 0;
        while (most < 0 || parts.size() < most - 1) {
            int next;
            if (separator.isEmpty()) {
                next = at < text.length() ? text.offsetByCodePoints(at, 1) : -1;
                if (next < 0 || next >= text.length()) {
                    break;
                }
            } else {
                next = text.indexOf(separator, at);
                if (next < 0) {
                    break;
                }
            }
            parts.add(text.substring(at, next));
            at = next + separator.length();
        }
        if (!separator.isEmpty() || at < text.length()) {
            parts.add(text.substring(at));
        }
        return parts;
    }

    private static Object substring(String text, long from, long to) {
        var points = points(text);
        long end = to < 0 ? points.length : to;
        if (from < 0 || from > points.length) {
            throw outOfRange(from);
        }
        if (end > points.length) {
            throw outOfRange(end);
        }
        if (from > end) {
            throw new CelFailure("invalid substring range. start: " + from + ", end: " + end);
        }
        return string(points, (int) from, (int) end);
    }
}
