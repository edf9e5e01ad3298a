package dev.jibe.scheduler.filter;

import dev.jibe.scheduler.config.Plugin;
import java.util.List;

/**
 * Why a node does not suit a pod; no reasons if it does.
 *
 * @param plugin whose condition it is
 * @param reasons as upstream prints them
 * @param curable whether it could suit if pods left the node
 */
public record Rejection(Plugin plugin, List<String> reasons, boolean curable) {

    public static final Rejection NONE = new Rejection(Plugin.PRIORITY_SORT, List.of(), true);

    /** A reason that goes away with other pods. */
    public static Rejection curable(Plugin plugin, String reason) {
        return new Rejection(plugin, List.of(reason), true);
    }

    /** A reason that stays, whichever pods leave. */
    public static Rejection lasting(Plugin plugin, String reason) {
        return new Rejection(plugin, List.of(reason), false);
    }

    public boolean isNone() {
        return reasons.isEmpty();
    }
}
