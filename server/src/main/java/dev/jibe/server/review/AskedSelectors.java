package dev.jibe.server.review;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.FieldSelector;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.object.selector.Requirement;
import dev.jibe.object.selector.Requirement.Operator;
import dev.jibe.server.request.RequestInfo.Selectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The selectors in a question about access, as far as they can be understood.
 *
 * @param error what was left out; empty if nothing
 */
record AskedSelectors(Selectors selectors, String error) {

    static AskedSelectors of(JsonMap attributes) {
        var fields = read(attributes.map("fieldSelector"), false);
        var labels = read(attributes.map("labelSelector"), true);
        var errors = Stream.of(fields.error("fieldSelector"), labels.error("labelSelector"))
                .filter(text -> !text.isEmpty())
                .toList();
        return new AskedSelectors(
                new Selectors(fields.requirements(), labels.requirements(), errors.isEmpty()),
                String.join("; ", errors));
    }

    private record Read(List<Requirement> requirements, boolean complete) {
        String error(String key) {
            if (complete) {
                return "";
            }
            var how = requirements.isEmpty() ? "" : " partially";
            return "spec.resourceAttributes." + key + how + " ignored due to parse error";
        }
    }

    private static Read read(JsonMap selector, boolean labels) {
        var raw = selector.string("rawSelector");
        if (!raw.isEmpty()) {
            return raw(raw, labels);
        }
        var requirements = new ArrayList<Requirement>();
        boolean complete = true;
        for (int i = 0; i < selector.list("requirements").size(); i++) {
            var each = selector.list("requirements").map(i);
            var values = each.list("values").strings().toList();
            var operator = labels ? labelOperator(each) : fieldOperator(each, values);
            if (operator == null) {
                complete = false;
            } else {
                requirements.add(new Requirement(each.string("key"), operator, values));
            }
        }
        return new Read(requirements, complete);
    }

    private static Read raw(String raw, boolean labels) {
        try {
            if (labels) {
                return new Read(LabelSelector.parse(raw).requirements(), true);
            }
            return new Read(
                    FieldSelector.parse(raw).terms().stream()
                            .map(term -> new Requirement(
                                    term.field(),
                                    term.equal() ? Operator.EQUALS : Operator.NOT_EQUALS,
                                    List.of(term.value())))
                            .toList(),
                    true);
        } catch (MalformedException e) {
            return new Read(List.of(), false);
        }
    }

    private static @org.jspecify.annotations.Nullable Operator labelOperator(JsonMap requirement) {
        return switch (requirement.string("operator")) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default -> null;
        };
    }

    /** Fields can only be compared with one value. */
    private static @org.jspecify.annotations.Nullable Operator fieldOperator(JsonMap requirement, List<String> values) {
        if (values.size() != 1) {
            return null;
        }
        return switch (requirement.string("operator")) {
            case "In" -> Operator.EQUALS;
            case "NotIn" -> Operator.NOT_EQUALS;
            default -> null;
        };
    }
}
