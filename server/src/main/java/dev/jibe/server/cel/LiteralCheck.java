package dev.jibe.server.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.jibe.server.cel.library.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds literals that can never be what they are used for: lengths of time, times and regular expressions that are none,
 * lists and maps of values of several types, values that a pattern has no place for.
 */
final class LiteralCheck {

    /** The function that takes values of any types. */
    private static final String FORMAT = "format";

    private final CelAbstractSyntaxTree ast;
    private final List<String> found = new ArrayList<>();

    private LiteralCheck(CelAbstractSyntaxTree ast) {
        this.ast = ast;
    }

    /** What is wrong, as upstream words it; empty if nothing is. */
    static String of(CelAbstractSyntaxTree ast) {
        var check = new LiteralCheck(ast);
        check.of(ExprKind.Kind.LIST).forEach(node -> check.list(node.expr()));
        check.of(ExprKind.Kind.MAP).forEach(node -> check.map(node.expr()));
        check.argument("duration", literal -> converts("duration", literal));
        check.argument("timestamp", literal -> converts("timestamp", literal));
        check.argument("matches", LiteralCheck::isPattern);
        check.calls(FORMAT).forEach(call -> FormatCheck.check(ast, call, check::report));
        return String.join("\n", check.found);
    }

    private Stream<CelNavigableExpr> nodes() {
        return CelNavigableAst.fromAst(ast).getRoot().allNodes();
    }

    /** Literals of a kind, unless a text is made of them. */
    private Stream<CelNavigableExpr> of(ExprKind.Kind kind) {
        return nodes().filter(node -> node.expr().getKind() == kind && !isFormatted(node));
    }

    private static boolean isFormatted(CelNavigableExpr node) {
        for (var up = node.parent(); up.isPresent(); up = up.get().parent()) {
            var expr = up.get().expr();
            if (expr.getKind() == ExprKind.Kind.CALL && expr.call().function().equals(FORMAT)) {
                return true;
            }
        }
        return false;
    }

    private void list(CelExpr expr) {
        var list = expr.list();
        CelType type = null;
        for (int i = 0; i < list.elements().size(); i++) {
            var element = list.elements().get(i);
            var other = type(element, list.optionalIndices().contains(i));
            if (type != null && differs(type, other, element)) {
                return;
            }
            type = type == null ? other : type;
        }
    }

    private void map(CelExpr expr) {
        CelType key = null;
        CelType value = null;
        for (var entry : expr.map().entries()) {
            var otherKey = type(entry.key(), false);
            var otherValue = type(entry.value(), entry.optionalEntry());
            if (key == null || value == null) {
                key = otherKey;
                value = otherValue;
            } else {
                differs(key, otherKey, entry.key());
                differs(value, otherValue, entry.value());
            }
        }
    }

    private CelType type(CelExpr expr, boolean optional) {
        var type = ast.getTypeOrThrow(expr.id());
        return optional && type instanceof OptionalType ? type.parameters().getFirst() : type;
    }

    private boolean differs(CelType expected, CelType actual, CelExpr at) {
        var wanted = shown(expected);
        var other = shown(actual);
        if (wanted.equals(other)) {
            return false;
        }
        report(at, "expected type '" + wanted + "' but found '" + other + "'");
        return true;
    }

    /** The one type whose name is another one in messages about literals. */
    private static String shown(CelType type) {
        return DeclaredTypes.shown(type).replace("null_type", "null");
    }

    private void argument(String function, Predicate<CelConstant> right) {
        calls(function)
                .filter(expr -> !expr.call().args().isEmpty())
                .map(expr -> expr.call().args().getFirst())
                .filter(argument -> argument.getKind() == ExprKind.Kind.CONSTANT && !right.test(argument.constant()))
                .forEach(argument -> report(argument, "invalid " + function + " argument"));
    }

    private Stream<CelExpr> calls(String function) {
        return nodes().map(CelNavigableExpr::expr)
                .filter(expr -> expr.getKind() == ExprKind.Kind.CALL
                        && expr.call().function().equals(function));
    }

    private void report(CelExpr at, String why) {
        var source = ast.getSource();
        var offset = source.getPositionsMap().get(at.id());
        var location = offset == null ? null : location(offset);
        found.add(CelIssue.formatError(at.id(), location == null ? CelSourceLocation.NONE : location, why)
                .toDisplayString(source));
    }

    private @Nullable CelSourceLocation location(int offset) {
        return ast.getSource().getOffsetLocation(offset).orElse(null);
    }

    private static boolean converts(String function, CelConstant literal) {
        try {
            Library.call(function, List.of(Translation.constant(literal)));
            return true;
        } catch (CelFailure e) {
            return false;
        }
    }

    private static boolean isPattern(CelConstant literal) {
        if (literal.getKind() != CelConstant.Kind.STRING_VALUE) {
            return true;
        }
        try {
            Pattern.compile(literal.stringValue());
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
