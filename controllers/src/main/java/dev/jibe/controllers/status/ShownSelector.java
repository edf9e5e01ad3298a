package dev.jibe.controllers.status;

import dev.jibe.object.api.meta.v1.LabelSelector;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A selector as Go prints it, which is how messages show it. */
public final class ShownSelector {

    private ShownSelector() {}

    public static String of(LabelSelector selector) {
        var labels = new TreeMap<>(selector.matchLabels())
                .entrySet().stream()
                        .map(it -> it.getKey() + ": " + it.getValue() + ",")
                        .collect(Collectors.joining());
        var expressions = selector.matchExpressions().stream()
                .map(it -> "LabelSelectorRequirement{Key:" + it.key() + ",Operator:" + it.operator() + ",Values:["
                        + String.join(" ", it.values()) + "],},")
                .collect(Collectors.joining());
        return "&LabelSelector{MatchLabels:map[string]string{" + labels
                + "},MatchExpressions:[]LabelSelectorRequirement{" + expressions + "},}";
    }
}
