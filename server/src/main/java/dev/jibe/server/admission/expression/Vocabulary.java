package dev.jibe.server.admission.expression;

import dev.jibe.server.cel.CompileException;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that an expression about a request may use, and a compiler for such expressions.
 *
 * @param params what is known of the parameters' type; null if there are none
 * @param authorizer whether questions about permissions may be asked
 * @param hasVariables whether there is a policy that defines variables
 * @param variables those that it has defined before
 * @param object what is known of the object's type
 * @param ofTypes whether expressions are only compared with types, and never run
 */
public record Vocabulary(
        @Nullable Decl params,
        boolean authorizer,
        boolean hasVariables,
        Map<String, Decl> variables,
        Decl object,
        boolean ofTypes) {

    /** What only expressions can be that say what is to be changed. */
    private static final Set<String> CHANGES = Set.of("Object", "list(JSONPatch)");

    /** Nothing is known of the types of the object and of the parameters. */
    public Vocabulary(boolean params, boolean authorizer, Map<String, Decl> variables) {
        this(params ? Decl.DYN : null, authorizer, !variables.isEmpty(), variables, Decl.DYN, false);
    }

    /** For expressions that are compared with the types of an object and of parameters. */
    public static Vocabulary ofTypes(Decl object, @Nullable Decl params) {
        return new Vocabulary(params, true, false, Map.of(), object, true);
    }

    /** The same, for the expressions of variables themselves. */
    public Vocabulary withVariables() {
        return new Vocabulary(params, authorizer, true, variables, object, ofTypes);
    }

    /** The conditions of a webhook. */
    public static final Vocabulary WEBHOOK = new Vocabulary(false, true, Map.of());

    /** The same, for expressions that may not ask about permissions. */
    public Vocabulary withoutAuthorizer() {
        return new Vocabulary(params, false, hasVariables, variables, object, ofTypes);
    }

    /** The same, with one more variable. */
    public Vocabulary with(String name, Decl decl) {
        var more = new LinkedHashMap<>(variables);
        more.put(name, decl);
        return new Vocabulary(params, authorizer, true, more, object, ofTypes);
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
        if (params != null) {
            names.put("params", params);
        }
        if (authorizer) {
            names.put("authorizer", RequestTypes.AUTHORIZER);
        }
        // Upstream does not know it either when it compares types.
        if (authorizer && !ofTypes) {
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
            return new Expression(text, null, ofTypes ? e.why() : e.failure());
        }
    }

    /** What later expressions know of a value: its type, as far as it is one of those that are known here. */
    public Decl decl(Expression expression) {
        var program = expression.program();
        return program == null
                ? Decl.DYN
                : new DeclsByName(List.of(
                                object,
                                params == null ? Decl.DYN : params,
                                RequestTypes.REQUEST,
                                RequestTypes.NAMESPACE))
                        .of(program.type());
    }
}
