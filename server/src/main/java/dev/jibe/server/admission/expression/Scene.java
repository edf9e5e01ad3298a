package dev.jibe.server.admission.expression;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.cel.Budget;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.MapValue;
import dev.jibe.server.cel.OverBudget;
import dev.jibe.server.cel.Program;
import dev.jibe.server.cel.Wrapping;
import dev.jibe.server.cel.library.Authorization.Asker;
import dev.jibe.server.cel.library.Authorization.ResourceCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the names of expressions stand for in one request, and how much evaluating them may still cost. */
public final class Scene implements Program.Bindings {

    /** What all expressions of one policy may cost. */
    public static final long POLICY = 10_000_000;

    /** What all conditions of one webhook or policy may cost. */
    public static final long CONDITIONS = POLICY / 4;

    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will be run";

    private final Attributes asked;
    private final Attributes shown;
    private final JsonMap request;
    private final @Nullable JsonMap params;
    private final @Nullable JsonMap namespace;
    private final Asker asker;
    private final Map<String, Expression> variables;
    private final Map<String, Object> values = new HashMap<>();
    private long left;
    private Budget budget = new Budget(0);

    /**
     * A scene.
     *
     * @param asked the request as it came
     * @param shown the request in the version that expressions see
     * @param params null if there are none
     * @param namespace of the object; null if it has none
     */
    public Scene(
            Attributes asked,
            Attributes shown,
            @Nullable JsonMap params,
            @Nullable JsonMap namespace,
            Authorizer authorizer,
            Map<String, Expression> variables,
            long limit) {
        this.asked = asked;
        this.shown = shown;
        this.request = RequestObject.of(asked, shown);
        this.params = params;
        this.namespace = namespace;
        this.asker = new Asker(authorizer, asked.user());
        this.variables = variables;
        this.left = limit;
    }

    /**
     * What came of an expression.
     *
     * @param value null if it failed
     * @param error empty unless it failed
     */
    public record Outcome(@Nullable Object value, String error) {
        public boolean isFailure() {
            return !error.isEmpty();
        }

        /** Whether it is what was to be shown. */
        public boolean isTrue() {
            return Boolean.TRUE.equals(value);
        }
    }

    /** No more may be evaluated. */
    public static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super(OUT_OF_BUDGET, null, false, false);
        }
    }

    /**
     * The value of an expression.
     *
     * @throws Exhausted if all of them together have cost too much
     */
    public Outcome evaluate(Expression expression) {
        if (expression.isWrong()) {
            return new Outcome(null, "compilation error: " + expression.wrong());
        }
        budget = new Budget(Math.min(Limits.RULE, left));
        try {
            var value = Objects.requireNonNull(expression.program()).run(this, budget);
            return new Outcome(value, "");
        } catch (CelFailure e) {
            return new Outcome(null, "expression '" + expression.text() + "' resulted in error: " + e.why());
        } catch (OverBudget e) {
            if (budget.spent() >= left) {
                throw new Exhausted();
            }
            return new Outcome(null, "expression '" + expression.text() + "' resulted in error: " + e.getMessage());
        } finally {
            left -= Math.min(left, budget.spent());
        }
    }

    @Override
    public @Nullable Object value(String name) {
        return switch (name) {
            case "object" -> wrapped(shown.object());
            case "oldObject" -> wrapped(shown.old());
            case "request" -> Wrapping.wrap(request, RequestTypes.REQUEST);
            case "params" -> params == null ? Null.NULL : wrapped(params);
            case "namespaceObject" -> namespace == null ? Null.NULL : Wrapping.wrap(namespace, RequestTypes.NAMESPACE);
            case "authorizer" -> asker;
            case "authorizer.requestResource" -> requestResource();
            case "variables" -> new Variables();
            default -> null;
        };
    }

    private static Object wrapped(JsonMap object) {
        return object.isEmpty() ? Null.NULL : Wrapping.wrap(object, Decl.DYN);
    }

    private Object requestResource() {
        var info = asked.resource().info();
        return new ResourceCheck(
                asker,
                info.group(),
                info.version(),
                info.plural(),
                asked.subresource(),
                asked.namespace(),
                asked.name());
    }

    /** Values that are computed when somebody asks for them, and only once. */
    private final class Variables implements MapValue {
        @Override
        public @Nullable Object get(Object key) {
            var known = values.get(key);
            if (known != null) {
                return known;
            }
            var expression = key instanceof String name ? variables.get(name) : null;
            if (expression == null) {
                return null;
            }
            if (expression.isWrong()) {
                throw new CelFailure("composited variable \"" + key + "\" fails to compile: " + expression.wrong());
            }
            try {
                var value = Objects.requireNonNull(expression.program()).run(Scene.this, budget);
                values.put((String) key, value);
                return value;
            } catch (CelFailure e) {
                throw new CelFailure("composited variable \"" + key + "\" fails to evaluate: " + e.why());
            }
        }

        @Override
        public List<Object> keys() {
            return List.copyOf(variables.keySet());
        }
    }
}
