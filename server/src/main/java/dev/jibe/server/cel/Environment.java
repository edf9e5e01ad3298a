package dev.jibe.server.cel;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.jibe.server.cel.library.Library;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that expressions may name, and a compiler for such expressions. */
public final class Environment {

    @SuppressWarnings("deprecation") // there is no other way yet to have literals of one type only
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHomogeneousLiterals(true)
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .enableReservedIds(true)
            .retainRepeatedUnaryOperators(true)
            .build();

    private final Map<String, Decl> variables;
    private final CelCompiler compiler;

    /**
     * An environment.
     *
     * @param variables by name
     * @param optional the names of those that may be absent
     */
    public Environment(Map<String, Decl> variables, Set<String> optional) {
        this.variables = Map.copyOf(variables);
        var types = new DeclaredTypes();
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.optional())
                .addFunctionDeclarations(Library.declarations());
        variables.forEach((name, decl) -> {
            var type = types.of(decl);
            builder.addVar(name, optional.contains(name) ? OptionalType.create(type) : type);
        });
        this.compiler = builder.setTypeProvider(types.provider()).build();
    }

    /**
     * Compiles an expression.
     *
     * @param wanted the type that its value must have: a boolean or a string
     * @throws CompileException if it is none, or of another type
     */
    public Program compile(String expression, Decl.Kind wanted) {
        return compiled(expression, wanted == Decl.Kind.BOOL ? SimpleType.BOOL : SimpleType.STRING);
    }

    /**
     * Compiles an expression whose value may be of any type.
     *
     * @throws CompileException if it is none
     */
    public Program compile(String expression) {
        return compiled(expression, null);
    }

    private Program compiled(String expression, @Nullable CelType type) {
        try {
            var parsed = compiler.parse(expression);
            if (parsed.hasError()) {
                throw new CompileException(Issues.text(parsed, true));
            }
            var checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                throw new CompileException(Issues.text(checked, false));
            }
            var ast = checked.getAst();
            if (type != null && !ast.getResultType().equals(type)) {
                throw CompileException.wrongType(type.name());
            }
            return new Program(Translation.of(ast), variables);
        } catch (CelValidationException e) {
            throw new CompileException(String.valueOf(e.getMessage()));
        }
    }
}
