package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import java.util.List;

/** Which pods a pod must, must not, would like to, and would rather not be near. */
public record Affinity(
        List<AffinityTerm> required, List<AffinityTerm> requiredAnti, List<Wish> preferred, List<Wish> preferredAnti) {

    public static final Affinity NONE = new Affinity(List.of(), List.of(), List.of(), List.of());

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /** A term that counts for something, but decides nothing alone. */
    public record Wish(AffinityTerm term, long weight) {}

    static Affinity of(JsonMap affinity, PodInfo.Identity pod) {
        if (affinity.isEmpty()) {
            return NONE;
        }
        return new Affinity(
                required(affinity.map("podAffinity"), pod),
                required(affinity.map("podAntiAffinity"), pod),
                preferred(affinity.map("podAffinity"), pod),
                preferred(affinity.map("podAntiAffinity"), pod));
    }

    private static List<AffinityTerm> required(JsonMap kind, PodInfo.Identity pod) {
        return kind.list(REQUIRED)
                .maps()
                .map(term -> AffinityTerm.of(term, pod))
                .toList();
    }

    private static List<Wish> preferred(JsonMap kind, PodInfo.Identity pod) {
        return kind.list(PREFERRED)
                .maps()
                .map(wish -> new Wish(AffinityTerm.of(wish.map("podAffinityTerm"), pod), wish.number("weight")))
                .toList();
    }

    public boolean hasWishes() {
        return !preferred.isEmpty() || !preferredAnti.isEmpty();
    }

    public boolean isNone() {
        return required.isEmpty() && requiredAnti.isEmpty() && !hasWishes();
    }
}
