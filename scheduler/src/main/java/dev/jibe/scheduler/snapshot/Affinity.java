package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.stream.Stream;

/** Which pods a pod must, must not, would like to, and would rather not be near. */
public record Affinity(List<AffinityTerm> required, List<AffinityTerm> requiredAnti, List<Wish> wishes) {

    public static final Affinity NONE = new Affinity(List.of(), List.of(), List.of());

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /** A term that counts for something, or against something if the weight is negative, but decides nothing alone. */
    public record Wish(AffinityTerm term, long weight) {}

    static Affinity of(JsonMap affinity, String namespace, JsonMap labels) {
        if (!affinity.has("podAffinity") && !affinity.has("podAntiAffinity")) {
            return NONE;
        }
        var near = affinity.map("podAffinity");
        var apart = affinity.map("podAntiAffinity");
        var wishes = Stream.concat(wishes(near, 1, namespace, labels), wishes(apart, -1, namespace, labels));
        return new Affinity(required(near, namespace, labels), required(apart, namespace, labels), wishes.toList());
    }

    private static List<AffinityTerm> required(JsonMap kind, String namespace, JsonMap labels) {
        return kind.list(REQUIRED)
                .maps()
                .map(term -> AffinityTerm.of(term, namespace, labels))
                .toList();
    }

    private static Stream<Wish> wishes(JsonMap kind, int sign, String namespace, JsonMap labels) {
        return kind.list(PREFERRED)
                .maps()
                .map(wish -> new Wish(
                        AffinityTerm.of(wish.map("podAffinityTerm"), namespace, labels), sign * wish.number("weight")));
    }

    public boolean isNone() {
        return required.isEmpty() && requiredAnti.isEmpty() && wishes.isEmpty();
    }
}
