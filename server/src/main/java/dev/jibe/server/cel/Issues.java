package dev.jibe.server.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with an expression, as upstream words it. */
final class Issues {

    private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)", Pattern.DOTALL);

    private static final Pattern NO_FIELDS =
            Pattern.compile("type '(kubernetes\\.[A-Za-z.]+)' does not support field selection");
    private static final Pattern EXPECTED = Pattern.compile("expecting \\{(.*'==',.*)\\}");
    private static final String UNRESOLVED = "Message type resolution failure";
    private static final String NOT_A_FIELD = "invalid argument to has() macro";

    /** What macros say of their arguments: the syntax itself is right. */
    private static final Pattern OF_MACROS =
            Pattern.compile("argument must be a simple name|argument is not an identifier"
                    + "|duplicate variable name: .*"
                    + "|sortBy can only be applied to .*"
                    + "|iteration variable overwrites accumulator variable"
                    + "|optF?l?a?t?Map\\(\\) variable name must be a simple identifier");

    /** What may stand behind any operand. */
    private static final Set<String> OPERATORS = Set.of(
            "'=='", "'!='", "'in'", "'<'", "'<='", "'>='", "'>'", "'&&'", "'||'", "'['", "'.'", "'-'", "'?'", "'+'",
            "'*'", "'/'", "'%'", "'%%'");

    private Issues() {}

    /** Go's parser names what ends an expression, and not everything that could go on. */
    private static String expected(String message) {
        var set = EXPECTED.matcher(message);
        if (!set.find()) {
            return message;
        }
        var ends = Stream.of(set.group(1).split(", ", -1))
                .filter(token -> !OPERATORS.contains(token))
                .toList();
        return ends.size() == 1 ? set.replaceFirst(Matcher.quoteReplacement("expecting " + ends.getFirst())) : message;
    }

    static String text(CelValidationResult result, boolean syntax) {
        var text = new StringBuilder();
        boolean first = true;
        for (CelIssue issue : result.getErrors()) {
            // What follows from that a type is not known, upstream does not say as well.
            if (!first && issue.getMessage().startsWith(UNRESOLVED)) {
                continue;
            }
            text.append(first ? "" : "\n").append(text(issue, result.getSource(), syntax));
            first = false;
        }
        return text.toString();
    }

    private static String text(CelIssue issue, CelSource source, boolean syntax) {
        String message = CANDIDATES.matcher(issue.getMessage()).replaceAll("").replace("*error*", "!error!");
        if (message.equals(NOT_A_FIELD)) {
            // Upstream points at what is in the brackets.
            var at = issue.getSourceLocation();
            return CelIssue.formatError(
                            issue.getExprId(), CelSourceLocation.of(at.getLine(), at.getColumn() + 1), NOT_A_FIELD)
                    .toDisplayString(source);
        }
        message = message.replace("The argument must be", "argument must be");
        message = expected(NO_FIELDS.matcher(message).replaceAll("unexpected failed resolution of '$1'"));
        if (source.getContent().isEmpty() && message.contains("'<EOF>'")) {
            return "ERROR: " + source.getDescription() + ":1:0: Syntax error: " + message;
        }
        var worded = syntax
                        && !message.startsWith("Syntax error")
                        && !OF_MACROS.matcher(message).matches()
                ? "Syntax error: " + message
                : message;
        return CelIssue.formatError(issue.getExprId(), issue.getSourceLocation(), worded)
                .toDisplayString(source);
    }
}
