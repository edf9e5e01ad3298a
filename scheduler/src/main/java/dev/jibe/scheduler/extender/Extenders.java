package dev.jibe.scheduler.extender;

import dev.jibe.runtime.logging.Log;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All the extenders of a scheduler, asked one after the other.
 *
 * <p>As at upstream a decision waits for them, for each at most its timeout. What goes wrong with one that is not ignorable
 * is a {@link SchedulerException}.
 */
public final class Extenders {

    public static final Extenders NONE = new Extenders(List.of(), (extender, verb, question) -> {
        throw new SchedulerException("there is no extender");
    });

    /** How much of the scheduler's scores, which end at 100, is one of theirs, which end at 10. */
    private static final long EACH = 10;

    private static final Log LOG = Log.of(Extenders.class);

    private final List<Extender> all;

    public Extenders(List<ExtenderConfig> configs, Questions questions) {
        this.all =
                configs.stream().map(config -> new Extender(config, questions)).toList();
    }

    /**
     * What they say of nodes that suit a pod otherwise.
     *
     * @param nodes those that remain
     * @param failed why others do not suit, though they could if pods left them
     * @param failedForGood why others do not suit, whichever pods leave
     */
    public record Filtered(List<NodeInfo> nodes, Map<String, String> failed, Map<String, String> failedForGood) {}

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public Filtered filter(PodInfo pod, List<NodeInfo> nodes) {
        var left = nodes;
        var failed = new HashMap<String, String>();
        var failedForGood = new HashMap<String, String>();
        for (var extender : all) {
            if (left.isEmpty() || !extender.has(Verb.FILTER, pod)) {
                continue;
            }
            try {
                var passed = extender.filter(pod, left);
                left = passed.nodes();
                failed.putAll(passed.failed());
                failedForGood.putAll(passed.failedForGood());
            } catch (SchedulerException failure) {
                leaveOut(extender, failure);
            }
        }
        failed.keySet().removeAll(failedForGood.keySet());
        return new Filtered(left, failed, failedForGood);
    }

    /** What the nodes' scores become greater by; an extender that fails has no say in it. */
    public Map<String, Long> score(PodInfo pod, List<NodeInfo> nodes) {
        var scores = new HashMap<String, Long>();
        for (var extender : all) {
            if (extender.has(Verb.PRIORITIZE, pod)) {
                try {
                    extender.score(pod, nodes, EACH).forEach((name, score) -> scores.merge(name, score, Long::sum));
                } catch (SchedulerException failure) {
                    LOG.info("an extender gives no scores", "reason", failure.getMessage());
                }
            }
        }
        return scores;
    }

    /** Which nodes remain of those on which pods could make room, and which pods then go. */
    public Map<String, Victims> preempt(
            PodInfo pod, Map<String, Victims> possible, Function<String, @Nullable NodeInfo> node) {
        var left = possible;
        for (var extender : all) {
            if (left.isEmpty() || !extender.has(Verb.PREEMPT, pod)) {
                continue;
            }
            try {
                left = withVictims(extender, extender.preempt(pod, left, node));
            } catch (SchedulerException failure) {
                leaveOut(extender, failure);
            }
        }
        return left;
    }

    private static Map<String, Victims> withVictims(Extender extender, Map<String, Victims> chosen) {
        var left = new TreeMap<String, Victims>();
        chosen.forEach((name, victims) -> {
            if (!victims.pods().isEmpty()) {
                left.put(name, victims);
            } else if (!extender.isIgnorable()) {
                throw new SchedulerException("expected at least one victim pod on node \"" + name + "\"");
            }
        });
        return left;
    }

    /** Whether one of them has assigned the pod to the node; else that is still to be done. */
    public boolean bind(PodInfo pod, String node) {
        for (var extender : all) {
            if (extender.has(Verb.BIND, pod)) {
                try {
                    extender.bind(pod, node);
                    return true;
                } catch (SchedulerException failure) {
                    leaveOut(extender, failure);
                }
            }
        }
        return false;
    }

    private static void leaveOut(Extender extender, SchedulerException failure) {
        if (!extender.isIgnorable()) {
            throw failure;
        }
        LOG.info("an extender is left out", "reason", failure.getMessage());
    }
}
