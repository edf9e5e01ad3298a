package dev.jibe.server.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.types.CelKind;
import dev.jibe.server.cel.library.FormatPattern;
import dev.jibe.server.cel.library.Formatting;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Compares patterns that are written down in an expression with the values that are put into them. */
final class FormatCheck {

    private static final Set<CelKind> TEXT = EnumSet.of(
            CelKind.LIST,
            CelKind.MAP,
            CelKind.INT,
            CelKind.UINT,
            CelKind.DOUBLE,
            CelKind.BOOL,
            CelKind.STRING,
            CelKind.TIMESTAMP,
            CelKind.BYTES,
            CelKind.DURATION,
            CelKind.TYPE,
            CelKind.NULL_TYPE);

    private final CelAbstractSyntaxTree ast;
    private final BiConsumer<CelExpr, String> report;

    private FormatCheck(CelAbstractSyntaxTree ast, BiConsumer<CelExpr, String> report) {
        this.ast = ast;
        this.report = report;
    }

    /** Looks at a call of {@code format}; what is wrong is reported with the place. */
    static void check(CelAbstractSyntaxTree ast, CelExpr expr, BiConsumer<CelExpr, String> report) {
        var call = expr.call();
        var target = call.target().orElse(null);
        if (target == null
                || target.getKind() != ExprKind.Kind.CONSTANT
                || target.constant().getKind() != CelConstant.Kind.STRING_VALUE
                || call.args().size() != 1
                || call.args().getFirst().getKind() != ExprKind.Kind.LIST) {
            return;
        }
        new FormatCheck(ast, report).check(expr, target.constant().stringValue());
    }

    private void check(CelExpr expr, String pattern) {
        var values = expr.call().args().getFirst().list().elements();
        var wrong = new CelExpr[] {expr};
        var places = new int[1];
        try {
            FormatPattern.check(pattern, values.size(), (kind, precision, index) -> {
                places[0]++;
                var bad = bad(kind, values.get(index));
                if (bad != null) {
                    wrong[0] = bad;
                    throw Formatting.wrong(kind, ast.getTypeOrThrow(bad.id()).name());
                }
                return "";
            });
        } catch (CelFailure e) {
            report.accept(wrong[0], e.why());
            return;
        }
        if (values.size() > places[0]) {
            report.accept(
                    expr,
                    "too many arguments supplied to string.format (expected " + places[0] + ", got " + values.size()
                            + ")");
        }
    }

    /** The part of a value that cannot be put into a place of a kind; null if there is none. */
    private @Nullable CelExpr bad(char kind, CelExpr value) {
        return switch (kind) {
            case 's' -> badText(value);
            case 'd', 'o' -> unless(value, CelKind.INT, CelKind.UINT);
            case 'f', 'e' -> unless(value, CelKind.DOUBLE, CelKind.STRING);
            case 'b' -> unless(value, CelKind.INT, CelKind.UINT, CelKind.BOOL);
            default -> unless(value, CelKind.INT, CelKind.UINT, CelKind.STRING, CelKind.BYTES);
        };
    }

    private @Nullable CelExpr unless(CelExpr value, CelKind... kinds) {
        var kind = ast.getTypeOrThrow(value.id()).kind();
        return kind == CelKind.DYN || Set.of(kinds).contains(kind) ? null : value;
    }

    private @Nullable CelExpr badText(CelExpr value) {
        var bad = unless(value, TEXT.toArray(new CelKind[0]));
        if (bad != null) {
            return bad;
        }
        return switch (value.getKind()) {
            case LIST -> first(value.list().elements());
            case MAP -> {
                CelExpr found = null;
                for (var entry : value.map().entries()) {
                    found = found == null ? badText(entry.key()) : found;
                    found = found == null ? badText(entry.value()) : found;
                }
                yield found;
            }
            default -> null;
        };
    }

    private @Nullable CelExpr first(Iterable<CelExpr> values) {
        for (var value : values) {
            var bad = badText(value);
            if (bad != null) {
                return bad;
            }
        }
        return null;
    }
}
