package dev.jibe.server.admission.expression;

import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that an expression about a request may use, and a compiler for such expressions.
 *
 * @param params whether there are parameters
 * @param authorizer whether questions about permissions may be asked
 * @param hasVariables whether there is a policy that defines variables
 * @param variables those that it has defined before
 * @param object what is known of the object's type
 */
public record Vocabulary(
        boolean params, boolean authorizer, boolean hasVariables, Map<String, Decl> variables, Decl object) {

    /** What only expressions can be that say what is to be changed. */
    private static final Set<String> CHANGES = Set.of("Object", "list(JSONPatch)");

    /** Nothing is known of the object. */
    public Vocabulary(boolean params, boolean authorizer, Map<String, Decl> variables) {
        this(params, authorizer, variables, Decl.DYN);
    }

    public Vocabulary(boolean params, boolean authorizer, Map<String, Decl> variables, Decl object) {
        this(params, authorizer, !variables.isEmpty(), variables, object);
    }

    /** The same, for the expressions of variables themselves. */
    public Vocabulary withVariables() {
        return new Vocabulary(params, authorizer, true, variables, object);
    }

    /** The conditions of a webhook. */
    public static final Vocabulary WEBHOOK = new Vocabulary(false, true, Map.of());

    /** The same, for expressions that may not ask about permissions. */
    public Vocabulary withoutAuthorizer() {
        return new Vocabulary(params, false, hasVariables, variables, object);
    }

    /** The same, with one more variable. */
    public Vocabulary with(String name, Decl decl) {
        var more = new LinkedHashMap<>(variables);
        more.put(name, decl);
        return new Vocabulary(params, authorizer, more, object);
    }

    private Environment environment() {
        var names = new LinkedHashMap<String, Decl>();
        names.put("object", object);
        names.put("oldObject", object);
        names.put("request", RequestTypes.REQUEST);
        names.put("namespaceObject", RequestTypes.NAMESPACE);
        if (hasVariables) {
            names.put("variables", RequestTypes.of("kubernetes.variables", variables));
        }
        if (params) {
            names.put("params", Decl.DYN);
        }
        if (authorizer) {
            names.put("authorizer", RequestTypes.AUTHORIZER);
            names.put("authorizer.requestResource", RequestTypes.RESOURCE_CHECK);
        }
        return new Environment(names, Set.of());
    }

    /**
     * An expression, ready to run.
     *
     * @param wanted the names of the types that its value may have; empty for any
     */
    public Expression compile(String text, List<String> wanted) {
        try {
            boolean change = wanted.stream().anyMatch(CHANGES::contains);
            var program =
                    change ? environment().compileChange(text) : environment().compile(text);
            if (wanted.isEmpty() || wanted.contains(program.type())) {
                return new Expression(text, program, "");
            }
            var types = wanted.size() == 1 ? wanted.getFirst() : "one of [" + String.join(" ", wanted) + "]";
            return new Expression(text, null, "must evaluate to " + types + " but got " + program.type());
        } catch (CompileException e) {
            return new Expression(text, null, e.failure());
        }
    }

    /** What later expressions know of a value: its type if it is a simple one. */
    public static Decl decl(Expression expression) {
        var program = expression.program();
        return switch (program == null ? "" : program.type()) {
            case "bool" -> Decl.BOOL;
            case "int" -> Decl.INT;
            case "double" -> Decl.DOUBLE;
            case "string" -> RequestTypes.STRING;
            default -> Decl.DYN;
        };
    }
}
