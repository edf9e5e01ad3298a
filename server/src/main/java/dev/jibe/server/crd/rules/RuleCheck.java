package dev.jibe.server.crd.rules;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.cel.Budget;
import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Limits;
import dev.jibe.server.cel.Maybe;
import dev.jibe.server.cel.OverBudget;
import dev.jibe.server.cel.Program;
import dev.jibe.server.cel.Wrapping;
import dev.jibe.server.crd.path.Place;
import dev.jibe.server.crd.schema.MapItems;
import dev.jibe.server.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs rules over an object within a budget.
 *
 * <p>What a rule without {@code oldSelf} finds in a value that has not changed is let pass. See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules">
 * Validation rules</a>.
 */
final class RuleCheck {

    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will be run";

    private final List<FieldError> errors = new ArrayList<>();
    private long left = Limits.OBJECT;

    private RuleCheck() {}

    static List<FieldError> check(RuleNode node, Object value, @Nullable Object old, Place place, boolean lenient) {
        var check = new RuleCheck();
        check.node(node, value, old, place, lenient ? new Change(value, old) : Change.UNKNOWN);
        return check.errors;
    }

    /** The nearest value on the way from the top of which it is known what it was before; null if it is new. */
    private record Change(Object value, @Nullable Object old) {
        boolean isNone() {
            return old != null && value.equals(old);
        }

        static final Change UNKNOWN = new Change(Null.NULL, null);

        @SuppressWarnings("ReferenceEquality") // there is one change that nothing is known of
        Change to(Object child, @Nullable Object oldChild) {
            return oldChild == null || this == UNKNOWN ? this : new Change(child, oldChild);
        }
    }

    private boolean isOver() {
        return left < 0;
    }

    private void node(@Nullable RuleNode node, Object value, @Nullable Object old, Place place, Change change) {
        if (node == null || value == Null.NULL || isOver()) {
            return;
        }
        if (!node.rules().isEmpty()) {
            rules(node, value, old == Null.NULL ? null : old, place, change);
        }
        switch (value) {
            case JsonList list -> list(node, list, old instanceof JsonList before ? before : null, place, change);
            case JsonMap map -> map(node, map, old instanceof JsonMap before ? before : JsonMap.EMPTY, place, change);
            default -> {
                // Scalars have nothing below them.
            }
        }
    }

    private void list(RuleNode node, JsonList list, @Nullable JsonList old, Place place, Change change) {
        if (node.items() == null) {
            return;
        }
        var before = old == null || !node.schema().isMapList() ? null : MapItems.of(old, node.schema());
        for (int i = 0; i < list.size() && !isOver(); i++) {
            var item = list.get(i);
            var oldItem = before == null ? null : before.matching(item);
            node(node.items(), item, oldItem, place.at(i), change.to(item, oldItem));
        }
    }

    private void map(RuleNode node, JsonMap map, JsonMap old, Place place, Change change) {
        for (int i = 0; i < map.size() && !isOver(); i++) {
            var key = map.keyAt(i);
            var value = map.valueAt(i);
            var oldValue = old.get(key);
            boolean isProperty = node.schema().properties().containsKey(key);
            var child = isProperty ? node.properties().get(key) : node.additional();
            node(child, value, oldValue, isProperty ? place.at(key) : place.key(key), change.to(value, oldValue));
        }
    }

    private void rules(RuleNode node, Object value, @Nullable Object old, Place place, Change change) {
        if (left == 0) {
            fail(node, place, OUT_OF_BUDGET);
            left = -1;
            return;
        }
        var self = Wrapping.wrap(value, node.decl());
        var oldSelf = old == null ? null : Wrapping.wrap(old, node.decl());
        for (var rule : node.rules()) {
            if (isOver()) {
                return;
            }
            var program = rule.program();
            if (program == null) {
                fail(node, place, "rule compile error: " + rule.wrong());
            } else if (oldSelf != null || !rule.usesOldSelf() || rule.isOptional()) {
                run(new Run(node, rule, program, value, self, oldSelf, place, change));
            }
        }
    }

    /** A rule about to be run on a value. */
    private record Run(
            RuleNode node,
            Rule rule,
            Program program,
            Object value,
            Object self,
            @Nullable Object oldSelf,
            Place place,
            Change change) {

        @Nullable
        Object bound(String name) {
            return switch (name) {
                case "self" -> self;
                case "oldSelf" -> rule.isOptional() ? new Maybe(oldSelf) : oldSelf;
                default -> null;
            };
        }
    }

    private void fail(RuleNode node, Place place, String detail) {
        errors.add(FieldError.invalid(place.shown(), node.schema().type(), detail));
    }

    private void run(Run run) {
        var budget = new Budget(Limits.RULE);
        boolean holds = true;
        try {
            holds = Boolean.TRUE.equals(run.program().run(run::bound, budget));
        } catch (CelFailure e) {
            if (spend(run, budget)) {
                fail(run.node(), run.place(), failure(e.why(), run.rule()));
            }
            return;
        } catch (OverBudget e) {
            if (spend(run, budget)) {
                fail(
                        run.node(),
                        run.place(),
                        "'" + e.getMessage() + "': no further validation rules will be run due to call cost exceeds"
                                + " limit for rule: " + run.rule().shown());
            }
            left = -1;
            return;
        }
        if (spend(run, budget) && !holds) {
            broken(run);
        }
    }

    /** Takes what a rule has cost from the budget; false if there was not enough. */
    private boolean spend(Run run, Budget budget) {
        if (budget.spent() > left) {
            fail(run.node(), run.place(), OUT_OF_BUDGET);
            left = -1;
            return false;
        }
        left -= budget.spent();
        return true;
    }

    private static String failure(String why, Rule rule) {
        return why.startsWith("no such overload")
                ? "'" + why + "': call arguments did not match a supported operator, function or macro signature for"
                        + " rule: " + rule.shown()
                : why + " evaluating rule: " + rule.shown();
    }

    private void broken(Run run) {
        var message = message(run);
        if (isOver() || (!run.rule().usesOldSelf() && run.change().isNone())) {
            return;
        }
        var detail = message == null ? run.rule().messageOrDefault() : message;
        var place = run.rule().field().isEmpty()
                ? run.place()
                : run.place().at(run.rule().field());
        errors.add(error(run, place.shown(), detail));
    }

    private static FieldError error(Run run, String field, String detail) {
        boolean isScalar = !(run.value() instanceof JsonMap) && !(run.value() instanceof JsonList);
        return switch (run.rule().source().string("reason")) {
            case "FieldValueForbidden" -> FieldError.forbidden(field, detail);
            case "FieldValueRequired" -> FieldError.required(field, detail);
            case "FieldValueDuplicate" ->
                isScalar
                        ? FieldError.duplicate(field, run.value())
                        : new FieldError("FieldValueDuplicate", field, "Duplicate value");
            default ->
                isScalar
                        ? FieldError.invalid(field, run.value(), detail)
                        : new FieldError("FieldValueInvalid", field, "Invalid value: " + detail);
        };
    }

    /** The message that a rule makes; null if it makes none that can be shown. */
    private @Nullable String message(Run run) {
        var program = run.rule().message();
        if (program == null) {
            return null;
        }
        var budget = new Budget(Limits.RULE);
        var source = run.rule().source().string("messageExpression");
        try {
            var made = program.run(run::bound, budget);
            if (budget.spent() > left) {
                overspent(
                        run,
                        "messageExpression evaluation failed due to running out of cost budget, no further"
                                + " validation rules will be run");
                return null;
            }
            left -= budget.spent();
            var text = made instanceof String string ? string.strip() : "";
            boolean shows = !text.isEmpty()
                    && text.indexOf('\n') < 0
                    && text.getBytes(StandardCharsets.UTF_8).length <= Limits.MESSAGE_BYTES;
            return shows ? text : null;
        } catch (CelFailure e) {
            left = Math.max(0, left - budget.spent());
            return null;
        } catch (OverBudget e) {
            overspent(
                    run,
                    "no further validation rules will be run due to call cost exceeds limit for"
                            + " messageExpression: " + FieldError.quoted(source));
            return null;
        }
    }

    private void overspent(Run run, String detail) {
        fail(run.node(), run.place(), detail);
        left = -1;
    }
}
