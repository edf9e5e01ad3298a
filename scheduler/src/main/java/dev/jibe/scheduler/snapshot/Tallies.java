package dev.jibe.scheduler.snapshot;

import dev.jibe.object.JsonMap;
import dev.jibe.object.selector.LabelSelector;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.Surroundings.Spread;
import dev.jibe.scheduler.snapshot.Surroundings.Weighted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All sums over pods that any decision has asked for, kept up to date from then on. Belongs to the scheduler's one
 * thread.
 *
 * <p>Which sums a pod is part of is found once for its template. A pod that comes or goes then changes a few numbers,
 * and a decision reads them; nothing looks at all pods.
 */
public final class Tallies {

    /** More sums than this are forgotten together, and made again when they are asked for. */
    private static final int MAX_TALLIES = 1 << 14;

    private static final int TALLIES_PER_TEMPLATE = 8;
    private static final int MAX_UNUSED_TEMPLATES = 1024;

    /** What one pod of a template adds to a sum. */
    record Share(Tally tally, long amount, boolean untilTerminating) {}

    private enum TermKind {
        ANTI,
        REQUIRED,
        WISH
    }

    /** A term that pods have. */
    private record Held(TermKind kind, AffinityTerm term) {}

    private record Region(String topologyKey, NodeCondition condition) {}

    private final Function<String, JsonMap> namespaceLabels;
    private final Collection<NodeInfo> nodes;
    private final Map<String, Topology> topologies = new HashMap<>();
    private final Map<Region, Domains> regions = new HashMap<>();
    private final CountedPods counted = new CountedPods();
    private final Map<Held, Tally> held = new HashMap<>();
    private final List<Held> terms = new ArrayList<>();
    private final Set<Template> live = Collections.newSetFromMap(new IdentityHashMap<>());
    private long epoch;
    private int tidyAbove = MAX_UNUSED_TEMPLATES;

    Tallies(Collection<NodeInfo> nodes, Function<String, JsonMap> namespaceLabels) {
        this.nodes = nodes;
        this.namespaceLabels = namespaceLabels;
    }

    void put(NodeInfo node) {
        topologies.values().forEach(topology -> topology.put(node));
        regions.values().forEach(region -> region.put(node));
        counted.tallies().forEach(Tally::domainsChanged);
    }

    /** Forgets a node; no pod of it may be counted any more. */
    void remove(NodeInfo node) {
        regions.values().forEach(region -> region.remove(node));
        topologies.values().forEach(topology -> topology.remove(node));
        counted.tallies().forEach(Tally::domainsChanged);
    }

    void add(Place place, NodeInfo node) {
        if (live.size() > tidyAbove) {
            tidy();
        }
        var template = place.pod.template();
        if (live.add(template)) {
            enter(template);
        }
        place.atTemplate = template.places.size();
        template.places.add(place);
        count(place, node, 1);
    }

    void remove(Place place, NodeInfo node) {
        var template = place.pod.template();
        var last = template.places.removeLast();
        if (last != place) {
            template.places.set(place.atTemplate, last);
            last.atTemplate = place.atTemplate;
        }
        count(place, node, -1);
    }

    /** Forgets templates without pods, but not at once: the next pod of a template often comes soon. */
    private void tidy() {
        live.removeIf(template -> {
            boolean unused = template.places.isEmpty();
            if (unused) {
                template.shares.clear();
            }
            return unused;
        });
        tidyAbove = Math.max(MAX_UNUSED_TEMPLATES, 2 * live.size());
    }

    private static void count(Place place, NodeInfo node, int sign) {
        boolean terminating = place.pod.isTerminating();
        for (var share : place.pod.template().shares) {
            if (!terminating || !share.untilTerminating()) {
                share.tally().add(node.slot, sign * share.amount());
            }
        }
    }

    /** Finds out which sums pods of this template are part of. */
    private void enter(Template template) {
        template.shares.clear();
        counted.forEachThatMayInclude(template, (what, tally) -> {
            if (what.includes(template, namespaceLabels)) {
                template.shares.add(new Share(tally, 1, what.untilTerminating()));
            }
        });
        var affinity = template.affinity();
        affinity.requiredAnti().forEach(term -> hold(template, new Held(TermKind.ANTI, term), 1));
        affinity.required().forEach(term -> hold(template, new Held(TermKind.REQUIRED, term), 1));
        affinity.wishes().forEach(wish -> hold(template, new Held(TermKind.WISH, wish.term()), wish.weight()));
    }

    private void hold(Template template, Held what, long amount) {
        var tally = held.get(what);
        if (tally == null) {
            tally = new Tally(topology(what.term().topologyKey()), null);
            held.put(what, tally);
            terms.add(what);
        }
        template.shares.add(new Share(tally, amount, false));
    }

    private Topology topology(String key) {
        return topologies.computeIfAbsent(key, same -> {
            var topology = new Topology(same);
            nodes.forEach(topology::put);
            return topology;
        });
    }

    private Domains region(String topologyKey, NodeCondition condition) {
        var topology = topology(topologyKey);
        return regions.computeIfAbsent(new Region(topologyKey, condition), same -> {
            var region = new Domains(topology, condition);
            nodes.forEach(region::put);
            return region;
        });
    }

    private Tally counted(Counted what) {
        var known = counted.get(what);
        if (known != null) {
            return known;
        }
        var condition = what.condition();
        var tally = new Tally(
                topology(what.topologyKey()), condition == null ? null : region(what.topologyKey(), condition));
        counted.put(what, tally);
        for (var template : live) {
            if (what.includes(template, namespaceLabels)) {
                template.shares.add(new Share(tally, 1, what.untilTerminating()));
                for (var place : template.places) {
                    if (place.node != null && (!what.untilTerminating() || !place.pod.isTerminating())) {
                        tally.add(place.node.slot, 1);
                    }
                }
            }
        }
        return tally;
    }

    /** Forgets all sums; called when what namespaces are has changed, and when there are too many. */
    void forget() {
        epoch++;
        topologies.clear();
        regions.clear();
        counted.clear();
        held.clear();
        terms.clear();
        for (var template : List.copyOf(live)) {
            enter(template);
            for (var place : template.places) {
                if (place.node != null) {
                    count(place, place.node, 1);
                }
            }
        }
    }

    boolean asksNamespaces() {
        return counted.all().stream().anyMatch(what -> what.all().stream().anyMatch(PodSelector::asksNamespaces))
                || terms.stream().anyMatch(what -> what.term().pods().asksNamespaces());
    }

    /** The sums about pods of a template, with terms that have appeared lately. */
    public Surroundings of(Template pod) {
        if (counted.size() + terms.size() > MAX_TALLIES + TALLIES_PER_TEMPLATE * live.size()) {
            forget();
        }
        var known = pod.surroundings;
        if (known == null || known.epoch != epoch) {
            known = surroundings(pod);
            pod.surroundings = known;
        }
        for (; known.termsSeen < terms.size(); known.termsSeen++) {
            see(terms.get(known.termsSeen), pod, known);
        }
        return known;
    }

    private void see(Held what, Template pod, Surroundings surroundings) {
        if (!what.term().pods().selects(pod, namespaceLabels)) {
            return;
        }
        var list = switch (what.kind()) {
            case ANTI -> surroundings.avoiding;
            case REQUIRED -> surroundings.requiredBy;
            case WISH -> surroundings.wishedBy;
        };
        var tally = held.get(what);
        if (tally != null) {
            list.add(tally);
        }
    }

    private Surroundings surroundings(Template pod) {
        var made = new Surroundings(epoch);
        var required = pod.affinity().required();
        var together = required.stream().map(AffinityTerm::pods).toList();
        for (var term : required) {
            made.near.add(counted(new Counted(together, false, term.topologyKey(), null)));
        }
        made.nearItself = together.stream().allMatch(selector -> selector.selects(pod, namespaceLabels));
        for (var term : pod.affinity().requiredAnti()) {
            made.avoided.add(counted(new Counted(List.of(term.pods()), false, term.topologyKey(), null)));
        }
        for (var wish : pod.affinity().wishes()) {
            var what =
                    new Counted(List.of(wish.term().pods()), false, wish.term().topologyKey(), null);
            made.wishes.add(new Weighted(counted(what), wish.weight()));
        }
        var hardKeys = keys(pod.spread(), true);
        var softKeys = keys(pod.spread(), false);
        for (var constraint : pod.spread()) {
            if (constraint.hard()) {
                made.hard.add(spread(constraint, pod, hardKeys, constraint.topologyKey()));
            } else {
                made.soft.add(soft(constraint, pod, softKeys));
            }
        }
        return made;
    }

    private static Set<String> keys(List<SpreadConstraint> constraints, boolean hard) {
        var keys = new TreeSet<String>();
        constraints.stream().filter(c -> c.hard() == hard).forEach(c -> keys.add(c.topologyKey()));
        return keys;
    }

    /** Whichever nodes count, pods of one node are always compared as they are. */
    private Spread soft(SpreadConstraint constraint, Template pod, Set<String> keys) {
        return constraint.topologyKey().equals(Topology.HOSTNAME)
                ? new Spread(constraint, counted(matching(constraint, pod, Topology.EACH_NODE, null)), false)
                : spread(constraint, pod, keys, constraint.topologyKey());
    }

    private Spread spread(SpreadConstraint constraint, Template pod, Set<String> keys, String topologyKey) {
        var condition = NodeCondition.of(constraint, pod, keys);
        return new Spread(
                constraint,
                counted(matching(constraint, pod, topologyKey, condition)),
                constraint.selector().matches(pod.labels()));
    }

    private static Counted matching(
            SpreadConstraint constraint, Template pod, String topologyKey, @Nullable NodeCondition condition) {
        // An empty selector, which otherwise selects everything, counts no pods here.
        var selector = constraint.selector().isEmpty() ? LabelSelector.NOTHING : constraint.selector();
        var pods = PodSelector.inNamespace(selector, pod.namespace());
        return new Counted(List.of(pods), true, topologyKey, condition);
    }

    /** The sums for constraints that a pod has only because it has none itself. */
    public List<Spread> byDefault(Template pod, Profile.DefaultSpread defaults, LabelSelector selector) {
        var surroundings = of(pod);
        if (!surroundings.defaultSelector.equals(selector)) {
            surroundings.defaultSelector = selector;
            surroundings.softByDefault.clear();
            var keys = defaults.bySystem() ? Set.<String>of() : keys(defaults.constraints(), false);
            for (var model : defaults.constraints()) {
                if (!model.hard()) {
                    surroundings.softByDefault.add(soft(SpreadConstraint.ofDefault(model, selector), pod, keys));
                }
            }
        }
        return surroundings.softByDefault;
    }
}
