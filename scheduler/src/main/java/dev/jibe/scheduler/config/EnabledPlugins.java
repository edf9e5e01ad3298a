package dev.jibe.scheduler.config;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which plugins a profile has, and what their scores count for. */
record EnabledPlugins(Set<Plugin> acting, Map<Plugin, Integer> weights) {

    /** The extension points other than scoring at which plugins do what is done here. */
    private static final List<String> POINTS = List.of("preEnqueue", "filter", "postFilter");

    static EnabledPlugins of(JsonMap plugins) {
        var acting = EnumSet.allOf(Plugin.class);
        var weights = new EnumMap<Plugin, Integer>(Plugin.class);
        for (var plugin : Plugin.values()) {
            if (plugin.defaultWeight() > 0) {
                weights.put(plugin, plugin.defaultWeight());
            }
        }
        var everywhere = plugins.map("multiPoint");
        disable(everywhere, acting);
        disable(everywhere, weights.keySet());
        enable(everywhere, acting);
        for (var enabled : everywhere.list("enabled").maps().toList()) {
            known(enabled)
                    .filter(plugin -> plugin.defaultWeight() > 0)
                    .ifPresent(plugin -> weigh(plugin, enabled, weights));
        }
        for (var point : POINTS) {
            disable(plugins.map(point), acting);
            enable(plugins.map(point), acting);
        }
        disable(plugins.map("score"), weights.keySet());
        for (var enabled : plugins.map("score").list("enabled").maps().toList()) {
            known(enabled).ifPresent(plugin -> weigh(plugin, enabled, weights));
        }
        return new EnabledPlugins(acting, weights);
    }

    private static void weigh(Plugin plugin, JsonMap enabled, Map<Plugin, Integer> weights) {
        int weight = (int) enabled.number("weight");
        weights.put(plugin, weight == 0 ? Math.max(1, weights.getOrDefault(plugin, plugin.defaultWeight())) : weight);
    }

    private static void disable(JsonMap point, Set<Plugin> plugins) {
        for (var disabled : point.list("disabled").maps().toList()) {
            if (disabled.string("name").equals("*")) {
                plugins.clear();
            } else {
                // What is not there need not be switched off.
                Plugin.named(disabled.string("name")).ifPresent(plugins::remove);
            }
        }
    }

    private static void enable(JsonMap point, Set<Plugin> plugins) {
        point.list("enabled").maps().forEach(enabled -> known(enabled).ifPresent(plugins::add));
    }

    private static Optional<Plugin> known(JsonMap enabled) {
        var plugin = Plugin.named(enabled.string("name"));
        if (plugin.isEmpty()) {
            throw new SchedulerException("plugins: " + enabled.string("name") + " is not there");
        }
        return plugin;
    }
}
