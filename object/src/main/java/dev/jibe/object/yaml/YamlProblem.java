package dev.jibe.object.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What is wrong with a text that is no YAML, in the words that clients of upstream know: those of libyaml.
 *
 * <p>Both readers find the same problems at the same places, since both follow libyaml; only the words differ.
 */
final class YamlProblem {

    /** Part of what is said here, and what libyaml says instead. */
    private record Wording(String context, String problem, String libyaml) {}

    private static final List<Wording> WORDINGS = List.of(
            new Wording("flow sequence", "expected ','", "did not find expected ',' or ']'"),
            new Wording("flow mapping", "expected ','", "did not find expected ',' or '}'"),
            new Wording("block collection", "expected <block end>", "did not find expected '-' indicator"),
            new Wording("block mapping", "expected <block end>", "did not find expected key"),
            new Wording("node", "expected the node content", "did not find expected node content"),
            new Wording("", "expected '<document start>'", "did not find expected <document start>"),
            new Wording("", "that cannot start any token", "found character that cannot start any token"),
            new Wording("", "mapping values are not allowed", "mapping values are not allowed in this context"),
            new Wording("", "mapping keys are not allowed", "mapping keys are not allowed in this context"),
            new Wording(
                    "", "sequence entries are not allowed", "block sequence entries are not allowed in this context"),
            new Wording("", "found unknown escape character", "found unknown escape character"),
            new Wording("double-quoted", "expected escape sequence", "did not find expected hexdecimal number"),
            new Wording("anchor", "unexpected character", "did not find expected alphabetic or numeric character"),
            new Wording("alias", "unexpected character", "did not find expected alphabetic or numeric character"),
            new Wording("", "found undefined tag handle", "found undefined tag handle"),
            new Wording("block scalar", "expected indentation indicator", "found an indentation indicator equal to 0"),
            new Wording("block scalar", "expected a comment", "did not find expected comment or line break"));

    private YamlProblem() {}

    static String text(YamlEngineException e) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return String.valueOf(e.getMessage());
        }
        int line = marked.getProblemMark().map(mark -> mark.getLine()).orElse(0);
        // The end of a text counts as a line of its own.
        boolean atEnd = marked.getProblemMark()
                .map(mark -> mark.getPointer() >= mark.getBuffer().length && mark.getColumn() > 0)
                .orElse(false);
        if (line > 0 && marked instanceof ScannerException || atEnd && !(marked instanceof ScannerException)) {
            line++;
        }
        if (line == 0) {
            line = marked.getContextMark().map(mark -> mark.getLine()).orElse(0);
        }
        return (line == 0 ? "" : "line " + line + ": ") + words(marked);
    }

    private static String words(MarkedYamlEngineException e) {
        var context = String.valueOf(e.getContext());
        var problem = String.valueOf(e.getProblem());
        return WORDINGS.stream()
                .filter(wording -> context.contains(wording.context()) && problem.contains(wording.problem()))
                .map(Wording::libyaml)
                .findFirst()
                .orElse(problem);
    }
}
