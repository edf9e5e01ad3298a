package dev.jibe.object.selector;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.selector.Requirement.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on labels: all of its requirements hold.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels and selectors</a>.
 */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    /** No requirement can hold: what an absent selector of an object means. */
    public static final LabelSelector NOTHING = new LabelSelector(List.of(new Requirement("", Operator.IN, List.of())));

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Reads the form of the query parameter: {@code a=b,c!=d,e in (f,g),h,!i}. */
    public static LabelSelector parse(String text) {
        return new LabelSelector(new SelectorParser(text).requirements());
    }

    /** All of these labels, as a Service or ReplicationController selects. */
    public static LabelSelector ofLabels(JsonMap labels) {
        var requirements = new ArrayList<Requirement>();
        labels.strings()
                .forEach((key, value) -> requirements.add(new Requirement(key, Operator.EQUALS, List.of(value))));
        return new LabelSelector(requirements);
    }

    /** Reads the API's {@code LabelSelector}: {@code matchLabels} and {@code matchExpressions}. An empty one selects all. */
    public static LabelSelector of(JsonMap selector) {
        var requirements = new ArrayList<>(ofLabels(selector.map("matchLabels")).requirements());
        selector.list("matchExpressions")
                .maps()
                .forEach(expression -> requirements.add(new Requirement(
                        expression.string("key"),
                        operator(expression.string("operator")),
                        expression.list("values").strings().toList())));
        return new LabelSelector(requirements);
    }

    /** Reads one of the operators that the API's structs name. */
    public static Operator operator(String name) {
        return switch (name) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            case "Gt" -> Operator.GREATER_THAN;
            case "Lt" -> Operator.LESS_THAN;
            default -> throw new MalformedException("\"" + name + "\" is not a valid label selector operator");
        };
    }

    public boolean matches(JsonMap labels) {
        for (var requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    /** The form of the query parameter, by keys. */
    @Override
    public String toString() {
        return requirements.stream()
                .sorted(Comparator.comparing(Requirement::key))
                .map(Requirement::toString)
                .collect(Collectors.joining(","));
    }
}
