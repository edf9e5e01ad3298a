package dev.jibe.scheduler.plain;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The scheduler's rules, slow and plain: every question looks at everything. */
public final class PlainCluster {

    private static final String HOSTNAME = "kubernetes.io/hostname";

    public final Map<String, PlainNode> nodes = new LinkedHashMap<>();
    public final Map<String, JsonMap> namespaces = new HashMap<>();

    public PlainNode node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    /** Why the pod cannot be on the node; empty if it can. */
    public String reject(JsonMap pod, PlainNode node) {
        var cordon = JsonMap.of("key", "node.kubernetes.io/unschedulable", "effect", "NoSchedule");
        if (node.tree.map("spec").bool("unschedulable") && !PlainRules.tolerates(pod, cordon)) {
            return "node(s) were unschedulable";
        }
        if (!PlainRules.toleratesAll(pod, node)) {
            return "node(s) had untolerated taint(s)";
        }
        if (!PlainRules.wants(pod, node)) {
            return "node(s) didn't match Pod's node affinity/selector";
        }
        var fit = unfit(pod, node);
        if (!fit.isEmpty()) {
            return fit;
        }
        for (var constraint : PlainRules.spread(pod, true)) {
            var why = uneven(constraint, pod, node);
            if (!why.isEmpty()) {
                return why;
            }
        }
        return near(pod, node);
    }

    private static String unfit(JsonMap pod, PlainNode node) {
        var reasons = new ArrayList<String>();
        if (node.pods.size() + 1 > node.allocatable("pods")) {
            reasons.add("Too many pods");
        }
        for (var resource : List.of("cpu", "memory")) {
            long asked = PlainNode.request(pod, resource);
            if (asked > 0 && asked > node.allocatable(resource) - node.used(resource)) {
                reasons.add("Insufficient " + resource);
            }
        }
        return String.join(",", reasons);
    }

    private String uneven(JsonMap constraint, JsonMap pod, PlainNode node) {
        var key = constraint.string("topologyKey");
        if (!node.labels().has(key)) {
            return "node(s) didn't match pod topology spread constraints (missing required label)";
        }
        var counts = new HashMap<String, Long>();
        for (var other : nodes.values()) {
            if (PlainRules.isCounted(constraint, pod, other, PlainRules.spread(pod, true))) {
                long matching = other.pods.stream()
                        .filter(it -> PlainRules.isSpread(constraint, pod, it))
                        .count();
                counts.merge(other.labels().string(key), matching, Long::sum);
            }
        }
        long least = counts.size() < Math.max(1, constraint.number("minDomains"))
                ? 0
                : counts.values().stream().mapToLong(i -> i).min().orElse(0);
        long self = LabelSelector.of(constraint.map("labelSelector")).matches(PlainRules.labels(pod)) ? 1 : 0;
        long skew = counts.getOrDefault(node.labels().string(key), 0L) + self - least;
        return skew > constraint.number("maxSkew") ? "node(s) didn't match pod topology spread constraints" : "";
    }

    private List<PlainNode> together(String key, PlainNode node) {
        return nodes.values().stream()
                .filter(other -> node.labels().has(key)
                        && other.labels().has(key)
                        && other.labels().string(key).equals(node.labels().string(key)))
                .toList();
    }

    private String near(JsonMap pod, PlainNode node) {
        var terms = PlainRules.terms(pod, "podAffinity");
        boolean met = true;
        for (var term : terms) {
            if (!node.labels().has(term.string("topologyKey"))) {
                return "node(s) didn't match pod affinity rules";
            }
            met &= together(term.string("topologyKey"), node).stream()
                    .flatMap(other -> other.pods.stream())
                    .anyMatch(other -> matchesAll(terms, pod, other));
        }
        boolean nobody = nodes.values().stream()
                .noneMatch(other -> terms.stream().anyMatch(t -> other.labels().has(t.string("topologyKey")))
                        && other.pods.stream().anyMatch(it -> matchesAll(terms, pod, it)));
        if (!met && !(nobody && matchesAll(terms, pod, pod))) {
            return "node(s) didn't match pod affinity rules";
        }
        for (var term : PlainRules.terms(pod, "podAntiAffinity")) {
            if (together(term.string("topologyKey"), node).stream()
                    .flatMap(other -> other.pods.stream())
                    .anyMatch(other -> PlainRules.isAbout(term, pod, other, namespaces))) {
                return "node(s) didn't match pod anti-affinity rules";
            }
        }
        for (var other : nodes.values()) {
            for (var theirs : other.pods) {
                for (var term : PlainRules.terms(theirs, "podAntiAffinity")) {
                    if (PlainRules.isAbout(term, theirs, pod, namespaces)
                            && together(term.string("topologyKey"), other).contains(node)) {
                        return "node(s) didn't satisfy existing pods anti-affinity rules";
                    }
                }
            }
        }
        return "";
    }

    private boolean matchesAll(List<JsonMap> terms, JsonMap owner, JsonMap other) {
        return terms.stream().allMatch(term -> PlainRules.isAbout(term, owner, other, namespaces));
    }

    /** The scores of the candidates, in their order. */
    public long[] scores(JsonMap pod, List<PlainNode> candidates) {
        var total = new long[candidates.size()];
        for (int i = 0; i < total.length; i++) {
            total[i] = leastAllocated(pod, candidates.get(i)) + balanced(pod, candidates.get(i));
        }
        var taints =
                candidates.stream().mapToLong(node -> untolerated(pod, node)).toArray();
        normalize(total, taints, true, 3);
        normalize(
                total, candidates.stream().mapToLong(node -> liking(pod, node)).toArray(), false, 2);
        spread(total, pod, candidates);
        nearness(total, pod, candidates);
        return total;
    }

    private static long leastAllocated(JsonMap pod, PlainNode node) {
        long sum = 0;
        for (var resource : List.of("cpu", "memory")) {
            long has = node.allocatable(resource);
            long used = node.scored(resource) + PlainNode.scoredRequest(pod, resource);
            sum += used > has ? 0 : (has - used) * 100 / has;
        }
        return sum / 2;
    }

    private static long balanced(JsonMap pod, PlainNode node) {
        if (PlainNode.request(pod, "cpu") == 0 && PlainNode.request(pod, "memory") == 0) {
            return 0;
        }
        double cpu = share(pod, node, "cpu");
        double memory = share(pod, node, "memory");
        return (long) ((1 - Math.abs((cpu - memory) / 2)) * 100);
    }

    private static double share(JsonMap pod, PlainNode node, String resource) {
        double used = node.used(resource) + PlainNode.request(pod, resource);
        return Math.min(1, used / node.allocatable(resource));
    }

    private static long untolerated(JsonMap pod, PlainNode node) {
        return node.tree
                .map("spec")
                .list("taints")
                .maps()
                .filter(taint -> taint.string("effect").equals("PreferNoSchedule"))
                .filter(taint -> !PlainRules.tolerates(pod, taint))
                .count();
    }

    private static long liking(JsonMap pod, PlainNode node) {
        return PlainRules.wishes(pod, "nodeAffinity").stream()
                .filter(wish -> PlainRules.matches(wish.map("preference"), node))
                .mapToLong(wish -> wish.number("weight"))
                .sum();
    }

    private static void normalize(long[] total, long[] raw, boolean reverse, int weight) {
        long max = 0;
        for (long value : raw) {
            max = Math.max(max, value);
        }
        for (int i = 0; i < raw.length; i++) {
            long score = max == 0 ? 0 : raw[i] * 100 / max;
            total[i] += weight * (reverse ? 100 - score : score);
        }
    }

    private void spread(long[] total, JsonMap pod, List<PlainNode> candidates) {
        var constraints = PlainRules.spread(pod, false);
        var counted = candidates.stream()
                .filter(node -> constraints.stream().allMatch(c -> node.labels().has(c.string("topologyKey"))))
                .toList();
        if (constraints.isEmpty() || counted.isEmpty()) {
            return;
        }
        var raw = new HashMap<PlainNode, Long>();
        for (var node : counted) {
            double score = 0;
            for (var constraint : constraints) {
                var key = constraint.string("topologyKey");
                var values = new HashSet<String>();
                counted.forEach(other -> values.add(other.labels().string(key)));
                boolean byNode = key.equals(HOSTNAME);
                var around = byNode
                        ? List.of(node)
                        : together(key, node).stream()
                                .filter(other -> PlainRules.isCounted(constraint, pod, other, constraints))
                                .toList();
                long pods = around.stream()
                        .flatMap(other -> other.pods.stream())
                        .filter(other -> PlainRules.isSpread(constraint, pod, other))
                        .count();
                double weight = Math.log((byNode ? counted.size() : values.size()) + 2);
                score += pods * weight + (constraint.number("maxSkew") - 1);
            }
            raw.put(node, Math.round(score));
        }
        long most = raw.values().stream().mapToLong(i -> i).max().orElse(0);
        long least = raw.values().stream().mapToLong(i -> i).min().orElse(0);
        for (int i = 0; i < total.length; i++) {
            var score = raw.get(candidates.get(i));
            if (score != null) {
                total[i] += 2 * (most == 0 ? 100 : 100 * (most + least - score) / most);
            }
        }
    }

    private void nearness(long[] total, JsonMap pod, List<PlainNode> candidates) {
        var raw = candidates.stream().mapToLong(node -> worth(pod, node)).toArray();
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (long value : raw) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        for (int i = 0; i < raw.length && most > least; i++) {
            total[i] += 2 * (long) (100 * ((double) (raw[i] - least) / (most - least)));
        }
    }

    private long worth(JsonMap pod, PlainNode node) {
        long sum = 0;
        for (var other : nodes.values()) {
            for (var theirs : other.pods) {
                sum += wishes(pod, "podAffinity", theirs, node, other)
                        - wishes(pod, "podAntiAffinity", theirs, node, other);
                sum += wishes(theirs, "podAffinity", pod, node, other)
                        - wishes(theirs, "podAntiAffinity", pod, node, other);
                for (var term : PlainRules.terms(theirs, "podAffinity")) {
                    boolean about = PlainRules.isAbout(term, theirs, pod, namespaces);
                    sum += about && together(term.string("topologyKey"), other).contains(node) ? 1 : 0;
                }
            }
        }
        return sum;
    }

    private long wishes(JsonMap owner, String kind, JsonMap about, PlainNode node, PlainNode other) {
        long sum = 0;
        for (var wish : PlainRules.wishes(owner, kind)) {
            var term = wish.map("podAffinityTerm");
            if (PlainRules.isAbout(term, owner, about, namespaces)
                    && together(term.string("topologyKey"), other).contains(node)) {
                sum += wish.number("weight");
            }
        }
        return sum;
    }
}
