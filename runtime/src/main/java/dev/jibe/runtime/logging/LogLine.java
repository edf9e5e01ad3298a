package dev.jibe.runtime.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The text of one event, and how it is laid out. */
final class LogLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Longer values are cut: a log that repeats a whole request body helps nobody. */
    private static final int MAX_VALUE_CHARS = 2_000;

    private static final int MAX_TRACE_CHARS = 16_000;

    private LogLine() {}

    /** The line with its line feed; a failure adds its stack trace on further, indented lines. */
    static String of(
            Instant time,
            Level level,
            String source,
            String message,
            @Nullable Throwable failure,
            @Nullable Object... pairs) {
        var text = new StringBuilder(160);
        TIME.formatTo(time, text);
        text.append(' ').append(level.name()).append(' ').append(source).append(' ');
        appendCut(text, message, MAX_VALUE_CHARS);
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(' ').append(pairs[i]).append('=');
            appendValue(text, i + 1 < pairs.length ? String.valueOf(pairs[i + 1]) : "");
        }
        if (failure != null) {
            text.append(" failure=");
            appendValue(text, failure.toString());
        }
        text.append('\n');
        if (failure != null) {
            appendTrace(text, failure);
        }
        return text.toString();
    }

    private static void appendValue(StringBuilder text, String value) {
        boolean plain = !value.isEmpty()
                && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c != 0x7f && c != '\\');
        if (plain) {
            appendCut(text, value, MAX_VALUE_CHARS);
            return;
        }
        text.append('"');
        appendCut(text, value, MAX_VALUE_CHARS);
        text.append('"');
    }

    /** Escapes what would break the line, so that no value can forge one. */
    private static void appendCut(StringBuilder text, String value, int maxChars) {
        int end = Math.min(value.length(), maxChars);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append('?');
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        if (end < value.length()) {
            text.append("...(").append(value.length()).append(" characters)");
        }
    }

    private static void appendTrace(StringBuilder text, Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String all = trace.toString();
        String cut = all.substring(0, Math.min(all.length(), MAX_TRACE_CHARS));
        cut.lines().forEach(line -> text.append("    ").append(line.strip()).append('\n'));
    }
}
