package dev.jibe.object.selector;

import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.Requirement.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the text form of label selectors; one token of look-ahead, upstream's messages. */
final class SelectorParser {

    private static final String SPECIAL = "()=!,<>";

    private final String text;
    private int at;
    private String token = "";

    SelectorParser(String text) {
        this.text = text;
    }

    List<Requirement> requirements() {
        var requirements = new ArrayList<Requirement>();
        advance();
        while (!token.isEmpty()) {
            requirements.add(requirement());
            if (token.equals(",")) {
                advance();
                if (token.isEmpty() || token.equals(",")) {
                    throw unexpected("identifier after ','");
                }
            } else if (!token.isEmpty()) {
                throw unexpected("',' or 'end of string'");
            }
        }
        requirements.sort(Comparator.comparing(Requirement::key));
        return requirements;
    }

    private Requirement requirement() {
        if (token.equals("!")) {
            advance();
            return new Requirement(key(), Operator.DOES_NOT_EXIST, List.of());
        }
        var key = key();
        return switch (token) {
            case "", "," -> new Requirement(key, Operator.EXISTS, List.of());
            case "=", "==" -> new Requirement(key, Operator.EQUALS, List.of(value()));
            case "!=" -> new Requirement(key, Operator.NOT_EQUALS, List.of(value()));
            case ">" -> new Requirement(key, Operator.GREATER_THAN, List.of(number()));
            case "<" -> new Requirement(key, Operator.LESS_THAN, List.of(number()));
            case "in" -> new Requirement(key, Operator.IN, values());
            case "notin" -> new Requirement(key, Operator.NOT_IN, values());
            default -> throw unexpected("in, notin, =, ==, !=, gt, lt");
        };
    }

    private String key() {
        if (token.isEmpty() || SPECIAL.indexOf(token.charAt(0)) >= 0) {
            throw unexpected("!, identifier, or 'end of string'");
        }
        var key = token;
        var wrong = LabelSyntax.wrongKey(key);
        if (!wrong.isEmpty()) {
            throw new MalformedException("unable to parse requirement: key: Invalid value: \"" + key + "\": " + wrong);
        }
        advance();
        return key;
    }

    /** What stands after an operator; nothing at all is the empty value. */
    private String value() {
        advance();
        if (token.isEmpty() || token.equals(",")) {
            return "";
        }
        return element();
    }

    private String number() {
        var value = value();
        try {
            Long.parseLong(value);
            return value;
        } catch (NumberFormatException e) {
            throw new MalformedException("unable to parse requirement: values[0]: Invalid value: \"" + value
                    + "\": for 'Gt', 'Lt' operators, the value must be an integer");
        }
    }

    private List<String> values() {
        advance();
        if (!token.equals("(")) {
            throw unexpected("'('");
        }
        var values = new ArrayList<String>();
        advance();
        while (!token.equals(")")) {
            if (token.equals(",")) {
                values.add("");
                advance();
                continue;
            }
            values.add(element());
            if (token.equals(",")) {
                advance();
                if (token.equals(")")) {
                    values.add("");
                }
            } else if (!token.equals(")")) {
                throw unexpected("',' or ')'");
            }
        }
        advance();
        return values.isEmpty() ? List.of("") : values;
    }

    private String element() {
        if (token.isEmpty() || SPECIAL.indexOf(token.charAt(0)) >= 0) {
            throw unexpected("identifier");
        }
        var value = token;
        var wrong = LabelSyntax.wrongValue(value);
        if (!wrong.isEmpty()) {
            throw new MalformedException(
                    "unable to parse requirement: values[0][]: Invalid value: \"" + value + "\": " + wrong);
        }
        advance();
        return value;
    }

    private void advance() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            token = "";
        } else if (SPECIAL.indexOf(text.charAt(at)) < 0) {
            while (at < text.length()
                    && SPECIAL.indexOf(text.charAt(at)) < 0
                    && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            token = text.substring(start, at);
        } else {
            at++;
            if ("=!".indexOf(text.charAt(start)) >= 0 && at < text.length() && text.charAt(at) == '=') {
                at++;
            }
            token = text.substring(start, at);
        }
    }

    private MalformedException unexpected(String wanted) {
        return new MalformedException("unable to parse requirement: found '" + token + "', expected: " + wanted);
    }
}
