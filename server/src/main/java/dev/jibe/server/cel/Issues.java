package dev.jibe.server.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationResult;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with an expression, as upstream words it. */
final class Issues {

    private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)", Pattern.DOTALL);

    private static final Pattern NO_FIELDS =
            Pattern.compile("type '(kubernetes\\.[A-Za-z.]+)' does not support field selection");
    /** Types of the standard as they are called in messages about types. */
    private static final Pattern ABOUT_TYPES = Pattern.compile("found no matching overload|type '|expected type '");

    /** "And" and "or" of two types; one of them may have parameters. */
    private static final Pattern LOGICAL = Pattern.compile("found no matching overload for '_(?:&&|\\|\\|)_' applied to"
            + " '\\(([^,()]+(?:\\(.*\\))?), ([^,()]+(?:\\(.*\\))?)\\)'");

    /** Types that may be bool. */
    private static final Set<String> NO_OFFENCE = Set.of("bool", "dyn", "any", "*error*", "!error!");

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

    /**
     * @param parsed what has been parsed, if that went well
     */
    static String text(CelValidationResult result, @Nullable CelAbstractSyntaxTree parsed) {
        var text = new StringBuilder();
        boolean first = true;
        for (CelIssue issue : operands(result.getErrors(), parsed)) {
            // What follows from that a type is not known, upstream does not say as well.
            if (!first && issue.getMessage().startsWith(UNRESOLVED)) {
                continue;
            }
            text.append(first ? "" : "\n").append(text(issue, result.getSource(), parsed == null));
            first = false;
        }
        return text.toString();
    }

    /** Of the operands of "and" and "or" upstream names each that is no bool, at its own place. */
    private static List<CelIssue> operands(List<CelIssue> issues, @Nullable CelAbstractSyntaxTree parsed) {
        if (parsed == null
                || issues.stream()
                        .noneMatch(issue -> LOGICAL.matcher(issue.getMessage()).lookingAt())) {
            return issues;
        }
        var calls = CelNavigableExpr.fromExpr(parsed.getExpr())
                .allNodes()
                .collect(Collectors.toMap(CelNavigableExpr::id, CelNavigableExpr::expr, (one, other) -> one));
        var source = parsed.getSource();
        var found = new ArrayList<CelIssue>();
        for (var issue : issues) {
            var logical = LOGICAL.matcher(issue.getMessage());
            var call = calls.get(issue.getExprId());
            if (!logical.lookingAt() || call == null) {
                found.add(issue);
                continue;
            }
            var arguments = call.call().args();
            for (int i = 0; i < arguments.size(); i++) {
                var type = logical.group(i + 1);
                if (!NO_OFFENCE.contains(type)) {
                    long id = arguments.get(i).id();
                    var place =
                            source.getOffsetLocation(source.getPositionsMap().getOrDefault(id, 0));
                    found.add(CelIssue.formatError(
                            id,
                            place.orElse(issue.getSourceLocation()),
                            "expected type 'bool' but found '" + type + "'"));
                }
            }
        }
        found.sort(Comparator.comparingInt(
                        (CelIssue issue) -> issue.getSourceLocation().getLine())
                .thenComparingInt(issue -> issue.getSourceLocation().getColumn()));
        return found;
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
        if (ABOUT_TYPES.matcher(message).lookingAt()) {
            message = message.replace("google.protobuf.Timestamp", "timestamp")
                    .replace("google.protobuf.Duration", "duration");
        }
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
