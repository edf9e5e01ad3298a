package dev.jibe.server.crd.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several schemas for one value: all, any or one of which have to fit. */
final class Junctors {

    private Junctors() {}

    static void anyOf(Object value, List<Structural> schemas, String path, Outcome outcome) {
        Outcome best = null;
        for (var schema : schemas) {
            var tried = SchemaCheck.value(value, schema, path, null);
            if (tried.isValid()) {
                outcome.merge(tried);
                return;
            }
            best = better(best, tried);
        }
        outcome.add(Failure.composite("\"" + path + "\" must validate at least one schema (anyOf)"));
        if (best != null) {
            outcome.merge(best);
        }
    }

    static void oneOf(Object value, List<Structural> schemas, String path, Outcome outcome) {
        Outcome best = null;
        Outcome fitting = null;
        int fit = 0;
        for (var schema : schemas) {
            var tried = SchemaCheck.value(value, schema, path, null);
            if (tried.isValid()) {
                fit++;
                best = null;
                fitting = fitting == null ? tried : fitting;
            } else if (fit == 0) {
                best = better(best, tried);
            }
        }
        if (fit == 1 && fitting != null) {
            outcome.merge(fitting);
            return;
        }
        var why = fit == 0 ? "Found none valid" : "Found " + fit + " valid alternatives";
        outcome.add(Failure.composite("\"" + path + "\" must validate one and only one schema (oneOf). " + why));
        if (best != null) {
            outcome.merge(best);
        }
    }

    static void allOf(Object value, List<Structural> schemas, String path, Outcome outcome) {
        int fit = 0;
        for (var schema : schemas) {
            var tried = SchemaCheck.value(value, schema, path, null);
            fit += tried.isValid() ? 1 : 0;
            outcome.merge(tried);
        }
        if (fit < schemas.size()) {
            outcome.add(Failure.composite(
                    "\"" + path + "\" must validate all the schemas (allOf)" + (fit == 0 ? ". None validated" : "")));
        }
    }

    private static Outcome better(@Nullable Outcome best, Outcome tried) {
        return best == null || tried.passed() > best.passed() ? tried : best;
    }
}
