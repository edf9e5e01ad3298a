package dev.jibe.scheduler.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The plugins that decide where pods go, by upstream's names and in upstream's order.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>.
 */
public enum Plugin {
    SCHEDULING_GATES("SchedulingGates", 0),
    PRIORITY_SORT("PrioritySort", 0),
    NODE_UNSCHEDULABLE("NodeUnschedulable", 0),
    NODE_NAME("NodeName", 0),
    TAINT_TOLERATION("TaintToleration", 3),
    NODE_AFFINITY("NodeAffinity", 2),
    NODE_PORTS("NodePorts", 0),
    NODE_RESOURCES_FIT("NodeResourcesFit", 1),
    VOLUME_RESTRICTIONS("VolumeRestrictions", 0),
    NODE_VOLUME_LIMITS("NodeVolumeLimits", 0),
    VOLUME_BINDING("VolumeBinding", 1),
    VOLUME_ZONE("VolumeZone", 0),
    POD_TOPOLOGY_SPREAD("PodTopologySpread", 2),
    INTER_POD_AFFINITY("InterPodAffinity", 2),
    DYNAMIC_RESOURCES("DynamicResources", 2),
    DEFAULT_PREEMPTION("DefaultPreemption", 0),
    NODE_RESOURCES_BALANCED_ALLOCATION("NodeResourcesBalancedAllocation", 1),
    IMAGE_LOCALITY("ImageLocality", 1),
    DEFAULT_BINDER("DefaultBinder", 0),

    /** What extenders have said; no plugin that a profile could name. */
    EXTENDER("Extender", 0);

    private static final Map<String, Plugin> BY_NAME = byName();

    private final String title;
    private final int weight;

    Plugin(String title, int weight) {
        this.title = title;
        this.weight = weight;
    }

    private static Map<String, Plugin> byName() {
        var names = new TreeMap<String, Plugin>();
        Arrays.stream(values()).filter(plugin -> plugin != EXTENDER).forEach(plugin -> names.put(plugin.title, plugin));
        return Collections.unmodifiableMap(names);
    }

    public static Optional<Plugin> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Upstream's name. */
    public String title() {
        return title;
    }

    /** What its score counts for unless configured otherwise; 0 if it scores nothing. */
    public int defaultWeight() {
        return weight;
    }
}
