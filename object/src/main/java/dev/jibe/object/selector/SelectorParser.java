package dev.jibe.object.selector;

import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.Requirement.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

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
            if (!isIdentifier() && !token.equals("!")) {
                throw new MalformedException(found(", expected: !, identifier, or 'end of string'"));
            }
            requirements.add(requirement());
            if (token.equals(",")) {
                advance();
                if (!isIdentifier() && !token.equals("!")) {
                    throw new MalformedException(found(", expected: identifier after ','"));
                }
            } else if (!token.isEmpty()) {
                throw new MalformedException(found(", expected: ',' or 'end of string'"));
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
        var operator = token;
        return switch (operator) {
            case "", "," -> new Requirement(key, Operator.EXISTS, List.of());
            case "=", "==" -> new Requirement(key, Operator.EQUALS, List.of(value(key)));
            case "!=" -> new Requirement(key, Operator.NOT_EQUALS, List.of(value(key)));
            case ">" -> new Requirement(key, Operator.GREATER_THAN, List.of(number(key)));
            case "<" -> new Requirement(key, Operator.LESS_THAN, List.of(number(key)));
            case "in" -> new Requirement(key, Operator.IN, values(key));
            case "notin" -> new Requirement(key, Operator.NOT_IN, values(key));
            default -> throw wrong(found(", expected: in, notin, =, ==, !=, gt, lt"));
        };
    }

    private boolean isIdentifier() {
        return !token.isEmpty() && SPECIAL.indexOf(token.charAt(0)) < 0;
    }

    private String key() {
        if (!isIdentifier()) {
            throw wrong(found(", expected: identifier"));
        }
        var key = token;
        var problem = LabelSyntax.wrongKey(key);
        if (!problem.isEmpty()) {
            throw wrong("<nil>: Invalid value: \"" + key + "\": " + problem);
        }
        advance();
        return key;
    }

    /** What stands after an operator; nothing at all is the empty value. */
    private String value(String key) {
        advance();
        if (token.isEmpty() || token.equals(",")) {
            return "";
        }
        if (!isIdentifier()) {
            throw wrong(found(", expected: identifier"));
        }
        var value = token;
        checkValue(key, 0, value);
        advance();
        return value;
    }

    private String number(String key) {
        var value = value(key);
        try {
            Long.parseLong(value);
            return value;
        } catch (NumberFormatException e) {
            throw wrong("values[0]: Invalid value: \"" + value
                    + "\": for 'Gt', 'Lt' operators, the value must be an integer");
        }
    }

    private List<String> values(String key) {
        advance();
        if (!token.equals("(")) {
            throw wrong(found(" expected: '('"));
        }
        advance();
        if (!isIdentifier() && !token.equals(",") && !token.equals(")")) {
            throw wrong(found(", expected: ',', ')' or identifier"));
        }
        var values = new TreeSet<String>();
        if (token.equals(")")) {
            values.add("");
        }
        boolean open = !token.equals(")");
        while (open) {
            if (isIdentifier()) {
                values.add(token);
                advance();
                if (!token.equals(",") && !token.equals(")")) {
                    throw wrong(found(", expected: ',' or ')'"));
                }
                open = token.equals(",");
            } else if (token.equals(",")) {
                open = separator(values);
            } else {
                throw wrong(found(", expected: ',', or identifier"));
            }
        }
        advance();
        int index = 0;
        for (var value : values) {
            checkValue(key, index++, value);
        }
        return List.copyOf(values);
    }

    /** Steps over a comma; one with nothing before, between or after means the empty value. False at the end. */
    private boolean separator(TreeSet<String> values) {
        if (values.isEmpty()) {
            values.add("");
        }
        advance();
        if (token.equals(")")) {
            values.add("");
            return false;
        }
        if (token.equals(",")) {
            values.add("");
            advance();
        }
        return true;
    }

    private static void checkValue(String key, int index, String value) {
        var problem = LabelSyntax.wrongValue(value);
        if (!problem.isEmpty()) {
            throw wrong("values[" + index + "][" + key + "]: Invalid value: \"" + value + "\": " + problem);
        }
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

    private String found(String wanted) {
        return "found '" + token + "'" + wanted;
    }

    private static MalformedException wrong(String message) {
        return new MalformedException("unable to parse requirement: " + message);
    }
}
