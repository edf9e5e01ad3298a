package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How much of a quota is used up.
 *
 * <p>A controller asks {@link #counted} whose objects it has to list, and gives those of the quota's namespace to {@link
 * #used}; what comes back is the quota's {@code status.used}, for every name in its {@code spec.hard} that can be counted.
 *
 * <pre>{@code
 * var used = QuotaUsage.used(quota.tree(), resource -> cacheOf(resource).inNamespace(namespace), classes, clock.now());
 * var status = quota.tree().map("status").with("used", Amounts.tree(used));
 * }</pre>
 *
 * <p>Admission asks {@link #evaluator} what a single object uses.
 */
public final class QuotaUsage {

    /** What is never counted: it is not stored, or it never was. */
    private static final Set<String> IGNORED = Set.of(
            "bindings",
            "componentstatuses",
            "events",
            "events.events.k8s.io",
            "tokenreviews.authentication.k8s.io",
            "selfsubjectreviews.authentication.k8s.io",
            "subjectaccessreviews.authorization.k8s.io",
            "selfsubjectaccessreviews.authorization.k8s.io",
            "localsubjectaccessreviews.authorization.k8s.io",
            "selfsubjectrulesreviews.authorization.k8s.io");

    private static final Map<CountedResource, Evaluator> OWN = new LinkedHashMap<>();

    static {
        for (var evaluator : List.of(
                new PodEvaluator(),
                new ServiceEvaluator(),
                new VolumeClaimEvaluator(),
                new DeviceClaimEvaluator(DeviceKnowledge.NONE),
                count("configmaps"),
                count("resourcequotas"),
                count("replicationcontrollers"),
                count("secrets"))) {
            OWN.put(evaluator.resource(), evaluator);
        }
    }

    private QuotaUsage() {}

    private static Evaluator count(String plural) {
        return new CountEvaluator(new CountedResource("", plural), plural);
    }

    /** How the objects of a resource are counted; empty if they are not. */
    public static Optional<Evaluator> evaluator(CountedResource resource) {
        if (IGNORED.contains(resource.toString())) {
            return Optional.empty();
        }
        var own = OWN.get(resource);
        return Optional.of(own == null ? new CountEvaluator(resource, "") : own);
    }

    /**
     * The resources whose objects a quota counts, built-in or not; some of them may not be served.
     *
     * @param classes of devices
     */
    public static Set<CountedResource> counted(JsonMap quota, Collection<JsonMap> classes) {
        var counted = new TreeSet<CountedResource>(java.util.Comparator.comparing(CountedResource::toString));
        evaluators(hard(quota), knowing(classes, resource -> List.of()))
                .forEach(evaluator -> counted.add(evaluator.resource()));
        return counted;
    }

    private static Set<String> hard(JsonMap quota) {
        return quota.map("spec").map("hard").strings().keySet();
    }

    private static List<Evaluator> evaluators(Set<String> names, DeviceKnowledge knowledge) {
        var own = OWN.values().stream().map(it -> it.knowing(knowledge)).toList();
        var found = new LinkedHashMap<CountedResource, Evaluator>();
        for (var name : names) {
            own.stream().filter(e -> e.counts(name)).forEach(e -> found.put(e.resource(), e));
            if (name.startsWith("count/")) {
                var resource = CountedResource.parse(name.substring("count/".length()));
                evaluator(resource).ifPresent(e -> found.putIfAbsent(resource, e.knowing(knowledge)));
            }
        }
        return List.copyOf(found.values());
    }

    private static DeviceKnowledge knowing(
            Collection<JsonMap> classes, Function<CountedResource, ? extends Collection<JsonMap>> objects) {
        return new DeviceKnowledge() {
            @Override
            public Collection<JsonMap> classes() {
                return classes;
            }

            @Override
            public Optional<JsonMap> pod(String namespace, String name) {
                return objects.apply(PodEvaluator.PODS).stream()
                        .filter(pod -> pod.map("metadata").string("name").equals(name))
                        .findFirst();
            }

            @Override
            public Collection<JsonMap> claims(String namespace) {
                return objects.apply(DeviceClaimEvaluator.CLAIMS);
            }
        };
    }

    /**
     * What is used up of a quota.
     *
     * @param objects those of a resource in the quota's namespace; all of them
     * @param classes of devices
     */
    public static SortedMap<String, Quantity> used(
            JsonMap quota,
            Function<CountedResource, ? extends Collection<JsonMap>> objects,
            Collection<JsonMap> classes,
            Instant now) {
        var names = hard(quota);
        var scopes = Scopes.of(quota);
        var used = new TreeMap<String, Quantity>();
        for (var evaluator : evaluators(names, knowing(classes, objects))) {
            var own = names.stream().filter(evaluator::counts).toList();
            own.forEach(name -> used.putIfAbsent(name, Quantity.ZERO));
            for (var object : objects.apply(evaluator.resource())) {
                if (scopes.stream().allMatch(requirement -> evaluator.isIn(requirement, object))) {
                    Amounts.addTo(used, Amounts.only(evaluator.usage(object, now), own));
                }
            }
        }
        return used;
    }
}
