package dev.jibe.server.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationResult;
import java.util.regex.Pattern;

/** What is wrong with an expression, as upstream words it. */
final class Issues {

    private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)", Pattern.DOTALL);

    private Issues() {}

    static String text(CelValidationResult result, boolean syntax) {
        var text = new StringBuilder();
        boolean first = true;
        for (CelIssue issue : result.getErrors()) {
            text.append(first ? "" : "\n").append(text(issue, result.getSource(), syntax));
            first = false;
        }
        return text.toString();
    }

    private static String text(CelIssue issue, CelSource source, boolean syntax) {
        var message = CANDIDATES.matcher(issue.getMessage()).replaceAll("");
        var worded = syntax && !message.startsWith("Syntax error") ? "Syntax error: " + message : message;
        return CelIssue.formatError(issue.getExprId(), issue.getSourceLocation(), worded)
                .toDisplayString(source);
    }
}
