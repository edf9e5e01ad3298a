package dev.jibe.object.json;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What is wrong with a text that is no JSON, in the words that clients of upstream know: those of Go's decoder. */
final class JsonSyntax {

    private static final String END = "unexpected end of JSON input";
    private static final String VALUE = "looking for beginning of value";
    private static final String KEY = "looking for beginning of object key string";

    private final String text;
    private int at;

    /** The first thing that is wrong. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    private JsonSyntax(String text) {
        this.text = text;
    }

    /** What is wrong; the given words if nothing is, as far as syntax goes. */
    static String explain(byte[] utf8, String otherwise) {
        var syntax = new JsonSyntax(new String(utf8, StandardCharsets.ISO_8859_1)); // Go reads byte by byte
        try {
            syntax.value();
            if (syntax.skip() >= 0) {
                throw syntax.wrong("after top-level value");
            }
            return otherwise;
        } catch (Wrong e) {
            return String.valueOf(e.getMessage());
        } catch (StackOverflowError e) {
            return "exceeded max depth";
        }
    }

    /** The next character that is no space, where it stands; -1 at the end. */
    private int skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : -1;
    }

    private Wrong wrong(String where) {
        if (at >= text.length()) {
            return new Wrong(END);
        }
        char c = text.charAt(at);
        var quoted = c == '\'' ? "'\\''" : c == '"' ? "'\"'" : "'" + escaped(c) + "'";
        return new Wrong("invalid character " + quoted + " " + where);
    }

    private static String escaped(char c) {
        return switch (c) {
            case 7 -> "\\a";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case 11 -> "\\v";
            case '\\' -> "\\\\";
            default -> {
                if (c < ' ' || c == 0x7f) {
                    yield String.format(Locale.ROOT, "\\x%02x", (int) c);
                }
                boolean hidden = c > 0x7f && c <= 0xa0 || c == 0xad;
                yield hidden ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c);
            }
        };
    }

    private void value() {
        int c = skip();
        switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c == '-' || c >= '0' && c <= '9') {
                    number();
                } else {
                    throw wrong(VALUE);
                }
            }
        }
    }

    private void object() {
        at++;
        if (skip() == '}') {
            at++;
            return;
        }
        while (true) {
            if (skip() != '"') {
                throw wrong(KEY);
            }
            string();
            if (skip() != ':') {
                throw wrong("after object key");
            }
            at++;
            value();
            int c = skip();
            if (c != ',' && c != '}') {
                throw wrong("after object key:value pair");
            }
            at++;
            if (c == '}') {
                return;
            }
        }
    }

    private void array() {
        at++;
        if (skip() == ']') {
            at++;
            return;
        }
        while (true) {
            value();
            int c = skip();
            if (c != ',' && c != ']') {
                throw wrong("after array element");
            }
            at++;
            if (c == ']') {
                return;
            }
        }
    }

    private void string() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at);
            if (c < ' ') {
                throw wrong("in string literal");
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
        if (at >= text.length()) {
            throw new Wrong(END);
        }
        at++;
    }

    private void escape() {
        if (at >= text.length() || "\"\\/bfnrtu".indexOf(text.charAt(at)) < 0) {
            throw wrong("in string escape code");
        }
        if (text.charAt(at++) == 'u') {
            for (int i = 0; i < 4; i++, at++) {
                if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0) {
                    throw wrong("in \\u hexadecimal character escape");
                }
            }
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= text.length() || text.charAt(at) != word.charAt(i)) {
                throw wrong("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
    }

    private void number() {
        if (text.charAt(at) == '-') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '0') {
            at++;
        } else {
            digits("in numeric literal");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits("after decimal point in numeric literal");
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits("in exponent of numeric literal");
        }
    }

    private void digits(String where) {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong(where);
        }
    }
}
