package dev.jibe.server.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The macros besides the simplest: folds over two variables, {@code list.sortBy(item, key)}, those of values that may be
 * absent, and those of the language whose messages differ from upstream's.
 */
final class Macros {

    /** Those of the language whose messages are upstream's. */
    static final ImmutableList<CelStandardMacro> STANDARD = ImmutableList.of(
            CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE);

    static final ImmutableList<CelMacro> ALL = Stream.of(
                    Stream.of(CelStandardMacro.MAP, CelStandardMacro.MAP_FILTER, CelStandardMacro.FILTER)
                            .map(macro -> checked(macro.getDefinition(), 1, "argument is not an identifier")),
                    CelExtensions.comprehensions().macros().stream()
                            .map(macro -> checked(macro, 2, "argument must be a simple name")),
                    Stream.of(
                            CelMacro.newReceiverMacro("sortBy", 2, Macros::sorted),
                            CelMacro.newReceiverMacro(
                                    "optMap", 2, (make, target, arguments) -> ifPresent(true, make, target, arguments)),
                            CelMacro.newReceiverMacro(
                                    "optFlatMap",
                                    2,
                                    (make, target, arguments) -> ifPresent(false, make, target, arguments))))
            .flatMap(macros -> macros)
            .collect(ImmutableList.toImmutableList());

    /** The declarations of what macros call. */
    static final CelCompilerLibrary DECLARATIONS = new CelCompilerLibrary() {
        @Override
        public void setCheckerOptions(CelCheckerBuilder checker) {
            CelExtensions.comprehensions().setCheckerOptions(checker);
            CelExtensions.optional().setCheckerOptions(checker);
        }
    };

    private static final String INPUT = "@__sortBy_input__";

    private Macros() {}

    /** A macro that begins with names of variables, which differ. */
    private static CelMacro checked(CelMacro macro, int variables, String otherwise) {
        return CelMacro.newReceiverMacro(macro.getFunction(), macro.getArgumentCount(), (make, target, arguments) -> {
            var names = new HashSet<String>();
            for (var variable : arguments.subList(0, variables)) {
                if (variable.getKind() != ExprKind.Kind.IDENT) {
                    return wrong(make, variable, otherwise);
                }
                var name = variable.ident().name();
                if (!names.add(name)) {
                    return wrong(make, variable, "duplicate variable name: " + name);
                }
            }
            return macro.getExpander().expandMacro(make, target, arguments);
        });
    }

    /** Does something with a value that is there. */
    private static Optional<CelExpr> ifPresent(
            boolean wraps, CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> arguments) {
        var variable = arguments.getFirst();
        if (variable.getKind() != ExprKind.Kind.IDENT) {
            var name = wraps ? "optMap" : "optFlatMap";
            return wrong(make, variable, name + "() variable name must be a simple identifier");
        }
        var value = make.newReceiverCall("value", make.copy(target));
        var made = bound(make, variable.ident().name(), value, arguments.get(1));
        return Optional.of(make.newGlobalCall(
                "_?_:_",
                make.newReceiverCall("hasValue", target),
                wraps ? make.newGlobalCall("optional.of", made) : made,
                make.newGlobalCall("optional.none")));
    }

    /** An expression in which a value has a name: a fold of nothing. */
    private static CelExpr bound(CelMacroExprFactory make, String name, CelExpr value, CelExpr result) {
        return make.fold(
                "#unused", make.newList(), name, value, make.newBoolLiteral(false), make.newIdentifier(name), result);
    }

    private static Optional<CelExpr> wrong(CelMacroExprFactory make, CelExpr at, String why) {
        return Optional.of(make.reportError(CelIssue.formatError(at.id(), make.getSourceLocation(at), why)));
    }

    /** Gives the list a name, and sorts it by the list of keys. */
    private static Optional<CelExpr> sorted(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> arguments) {
        if (arguments.getFirst().getKind() != ExprKind.Kind.IDENT) {
            return wrong(make, arguments.getFirst(), "argument is not an identifier");
        }
        return switch (target.getKind()) {
            case LIST, SELECT, IDENT, COMPREHENSION, CALL ->
                CelStandardMacro.MAP
                        .getDefinition()
                        .getExpander()
                        .expandMacro(make, make.newIdentifier(INPUT), arguments)
                        .map(keys -> bound(
                                make,
                                INPUT,
                                target,
                                make.newReceiverCall("@sortByAssociatedKeys", make.newIdentifier(INPUT), keys)));
            default ->
                wrong(
                        make,
                        target,
                        "sortBy can only be applied to a list, identifier, comprehension, call or select expression");
        };
    }
}
