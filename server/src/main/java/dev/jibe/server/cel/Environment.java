package dev.jibe.server.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.OptionalType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.jibe.server.cel.library.Library;
import java.util.Map;
import java.util.Set;

/** The variables that expressions may name, and a compiler for such expressions. */
public final class Environment {

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .enableReservedIds(true)
            .retainRepeatedUnaryOperators(true)
            .build();

    private final Map<String, Decl> variables;
    private final CelCompiler compiler;
    private final CelTypeProvider provider;

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
                .setStandardMacros(Macros.STANDARD)
                .addMacros(Macros.ALL)
                .addLibraries(Macros.DECLARATIONS)
                .addFunctionDeclarations(Library.declarations());
        variables.forEach((name, decl) -> {
            var type = types.of(decl);
            builder.addVar(name, optional.contains(name) ? OptionalType.create(type) : type);
        });
        this.provider = types.provider();
        this.compiler = builder.setTypeProvider(provider).build();
    }

    /**
     * Compiles an expression.
     *
     * @param wanted the type that its value must have: a boolean or a string
     * @throws CompileException if it is none, or of another type
     */
    public Program compile(String expression, Decl.Kind wanted) {
        var program = compile(expression);
        var name = wanted == Decl.Kind.BOOL ? "bool" : "string";
        if (!program.type().equals(name)) {
            throw CompileException.wrongType(name, program.type());
        }
        return program;
    }

    /**
     * Compiles an expression for a value of any type.
     *
     * @throws CompileException if it is none
     */
    public Program compile(String expression) {
        return compile(expression, false);
    }

    /** The same, for an expression that says what is to be changed: it may make objects and patches. */
    public Program compileChange(String expression) {
        return compile(expression, true);
    }

    private Program compile(String expression, boolean change) {
        try {
            var parsed = compiler.parse(expression);
            if (parsed.hasError()) {
                throw new CompileException(Issues.text(parsed, null));
            }
            var checked = change ? checked(parsed.getAst()) : compiler.check(parsed.getAst());
            if (checked.hasError()) {
                throw new CompileException(Issues.text(checked, parsed.getAst()));
            }
            var ast = checked.getAst();
            var literals = LiteralCheck.of(ast);
            if (!literals.isEmpty()) {
                throw new CompileException(literals);
            }
            return program(Translation.of(ast), DeclaredTypes.shown(ast.getResultType()));
        } catch (CelValidationException e) {
            throw new CompileException(String.valueOf(e.getMessage()));
        }
    }

    private Program program(Node root, String type) {
        try {
            return new Program(root, Folding.of(root), variables, type);
        } catch (CelFailure e) {
            throw CompileException.instantiation(e);
        }
    }

    /** An expression that makes objects is checked against their types. */
    private CelValidationResult checked(CelAbstractSyntaxTree parsed) {
        var checker = MadeTypes.of(parsed, provider)
                .map(types ->
                        compiler.toCompilerBuilder().setTypeProvider(types).build())
                .orElse(compiler);
        return checker.check(parsed);
    }
}
