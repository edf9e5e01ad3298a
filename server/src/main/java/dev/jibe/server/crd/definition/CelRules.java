package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonMap;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.rules.Rule;
import dev.jibe.server.crd.rules.RuleTypes;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is required of the rules in a schema: that they compile, and that they cannot cost too much.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions">
 * Resource use by validation functions</a>.
 */
final class CelRules {

    private static final int MOST_EXPENSIVE = 4;

    private final Report report = new Report();
    private final List<Costly> costly = new ArrayList<>();
    private final Set<String> unsound;
    private long total;

    /** A rule that contributes much to the total. */
    private record Costly(Place place, long cost) {}

    private CelRules(Set<String> unsound) {
        this.unsound = unsound;
    }

    /**
     * Looks at the rules of a schema; those below a node come before its own.
     *
     * @param unsound the nodes whose rules are not looked at, because their schema is wrong
     */
    static List<FieldError> check(Structural schema, Place place, Set<String> unsound) {
        var rules = new CelRules(unsound);
        rules.node(schema, place, true, OptionalLong.of(1), null);
        if (rules.total > Limits.ESTIMATED_SCHEMA) {
            rules.costly.sort(Comparator.comparingLong(Costly::cost).reversed());
            rules.costly.stream()
                    .limit(MOST_EXPENSIVE)
                    .forEach(rule -> rules.report.forbidden(
                            rule.place(),
                            "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3"
                                    + " schema"));
            rules.report.forbidden(
                    place,
                    tooMuch(
                            "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                            rules.total,
                            Limits.ESTIMATED_SCHEMA));
        }
        return rules.report.errors();
    }

    /**
     * Looks at a node.
     *
     * @param times how often there can be such a node in an object; empty if nothing bounds it
     * @param uncorrelatable the list whose items cannot be compared with older ones; null outside of such lists
     */
    private void node(
            Structural schema, Place place, boolean isRoot, OptionalLong times, @Nullable Place uncorrelatable) {
        var below = below(schema, times);
        var additional = schema.additional();
        if (additional != null) {
            node(additional, place.at("additionalProperties"), false, below, uncorrelatable);
        }
        schema.properties()
                .forEach((key, child) -> node(child, place.at("properties").key(key), false, below, uncorrelatable));
        var items = schema.items();
        if (items != null) {
            var apart = uncorrelatable == null && !schema.isMapList() ? place : uncorrelatable;
            node(items, place.at("items"), false, below, apart);
        }
        if (!schema.rules().isEmpty() && !unsound.contains(place.text())) {
            rules(schema, place, isRoot || schema.embedded(), times, uncorrelatable);
        }
    }

    private static OptionalLong below(Structural schema, OptionalLong times) {
        var source = schema.source();
        var key = switch (schema.type()) {
            case "array" -> "maxItems";
            case "object" -> schema.hasAdditional() ? "maxProperties" : "";
            default -> "";
        };
        if (key.isEmpty() || times.isEmpty()) {
            return times;
        }
        return source.get(key) instanceof Number number
                ? OptionalLong.of(product(times.getAsLong(), Math.max(0, number.longValue())))
                : OptionalLong.empty();
    }

    private static long product(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    private void rules(
            Structural schema, Place place, boolean isResource, OptionalLong times, @Nullable Place uncorrelatable) {
        var at = place.at("x-kubernetes-validations");
        var decl = RuleTypes.of(schema, isResource, "selfType");
        if (decl == null) {
            report.add(new FieldError(
                    "InternalError",
                    at.text(),
                    "Internal error: internal error: failed to construct type information for"
                            + " x-kubernetes-validations rules: unable to convert structural schema to CEL"
                            + " declarations"));
            return;
        }
        for (int i = 0; i < schema.rules().size(); i++) {
            var source = schema.rules().map(i);
            rule(Rule.compile(source, schema, decl), decl, source, at.at(i), times, uncorrelatable);
        }
    }

    private void rule(
            Rule rule, Decl decl, JsonMap source, Place at, OptionalLong times, @Nullable Place uncorrelatable) {
        var place = at.at("rule");
        var program = rule.program();
        if (program != null) {
            long most = times.isPresent() ? times.getAsLong() : Limits.MAX_REQUEST_BYTES / (decl.minBytes() + 1);
            cost("estimated rule cost", product(program.estimate(), most), place);
        }
        if (!rule.wrong().isEmpty()) {
            report.invalidShown(place, Rule.print(source), rule.wrong());
        }
        var messagePlace = at.at("messageExpression");
        var message = rule.message();
        // The message of a rule that is none is not looked at.
        if (rule.wrong().isEmpty() && !rule.wrongMessage().isEmpty()) {
            report.invalidShown(messagePlace, Rule.print(source), rule.wrongMessage());
        } else if (message != null) {
            cost("estimated messageExpression cost", message.estimate(), messagePlace);
        }
        if (rule.usesOldSelf()) {
            if (uncorrelatable != null) {
                report.invalid(
                        place,
                        source.string("rule"),
                        "oldSelf cannot be used on the uncorrelatable portion of the schema within " + uncorrelatable);
            }
        } else if (source.has("optionalOldSelf")) {
            report.invalid(
                    at.at("optionalOldSelf"),
                    source.bool("optionalOldSelf"),
                    "may not be set if oldSelf is not used in rule");
        }
    }

    private void cost(String what, long cost, Place place) {
        if (cost > Limits.ESTIMATED_RULE) {
            report.forbidden(place, tooMuch(what, cost, Limits.ESTIMATED_RULE));
        }
        total = total > Long.MAX_VALUE - cost ? Long.MAX_VALUE : total + cost;
        if (cost >= Limits.ESTIMATED_SCHEMA / 100) {
            costly.add(new Costly(place, cost));
        }
    }

    private static String tooMuch(String what, long cost, long limit) {
        double factor = (double) cost / limit;
        var shown = factor > 100
                ? "more than 100x"
                : factor < 1.5
                        ? String.format(Locale.ROOT, "%fx", factor)
                        : String.format(Locale.ROOT, "%.1fx", factor);
        return what + " exceeds budget by factor of " + shown
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                + " strings are declared)";
    }
}
