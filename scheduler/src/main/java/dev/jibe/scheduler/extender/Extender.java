package dev.jibe.scheduler.extender;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One program that is asked, in the forms that it is used to.
 *
 * <p>Names of fields begin with a capital in what is sent, as upstream sends them, and are found in any case in answers.
 */
final class Extender {

    /** What an extender says of nodes: those that stay, and why others do not. */
    record Passed(List<NodeInfo> nodes, Map<String, String> failed, Map<String, String> failedForGood) {}

    private static final int MAX = Integer.MAX_VALUE;

    private final ExtenderConfig config;
    private final Questions questions;

    Extender(ExtenderConfig config, Questions questions) {
        this.config = config;
        this.questions = questions;
    }

    boolean has(Verb verb, PodInfo pod) {
        return config.does(verb) && config.isInterestedIn(pod);
    }

    boolean isIgnorable() {
        return config.ignorable();
    }

    Passed filter(PodInfo pod, List<NodeInfo> nodes) {
        var answer = checked(ask(Verb.FILTER, about(pod, nodes)));
        return new Passed(
                passed(answer, nodes),
                texts(field(answer, "FailedNodes")),
                texts(field(answer, "FailedAndUnresolvableNodes")));
    }

    private List<NodeInfo> passed(JsonMap answer, List<NodeInfo> nodes) {
        var known = nodes.stream().collect(Collectors.toMap(NodeInfo::name, node -> node));
        var passed = new ArrayList<NodeInfo>();
        for (var name : new LinkedHashSet<>(names(answer))) {
            var node = known.get(name);
            if (node == null) {
                throw new SchedulerException("extender \"" + config.address() + "\" claims a filtered node \"" + name
                        + "\" which is not found in the input node list");
            }
            passed.add(node);
        }
        return passed;
    }

    private List<String> names(JsonMap answer) {
        if (config.knowsNodes() && field(answer, "NodeNames") instanceof JsonList names) {
            return names.strings().toList();
        }
        return field(answer, "Nodes") instanceof JsonMap nodes
                ? nodes.list("items")
                        .maps()
                        .map(node -> node.map("metadata").string("name"))
                        .toList()
                : List.of();
    }

    /** What the nodes' scores become greater by. */
    Map<String, Long> score(PodInfo pod, List<NodeInfo> nodes, long each) {
        var scores = new HashMap<String, Long>();
        if (ask(Verb.PRIORITIZE, about(pod, nodes)) instanceof JsonList list) {
            list.maps().forEach(entry -> {
                if (field(entry, "Host") instanceof String host && field(entry, "Score") instanceof Long score) {
                    scores.put(host, score * config.weight() * each);
                }
            });
        }
        return scores;
    }

    /**
     * Which nodes remain of those on which pods could make room, and which pods then go.
     *
     * @param node finds a node by its name
     */
    Map<String, Victims> preempt(
            PodInfo pod, Map<String, Victims> possible, Function<String, @Nullable NodeInfo> node) {
        var victims = JsonMap.builder();
        possible.forEach((name, each) -> victims.put(name, form(each)));
        var field = config.knowsNodes() ? "NodeNameToMetaVictims" : "NodeNameToVictims";
        var other = config.knowsNodes() ? "NodeNameToVictims" : "NodeNameToMetaVictims";
        var question = JsonMap.of("Pod", pod.pod().tree(), field, victims.build(), other, Null.NULL);
        var chosen = new TreeMap<String, Victims>();
        if (field(object(ask(Verb.PREEMPT, question)), "NodeNameToMetaVictims") instanceof JsonMap answer) {
            answer.forEach((name, value) -> {
                var found = node.apply(name);
                if (found == null) {
                    throw new SchedulerException("nodeinfo not found for node name \"" + name + "\"");
                }
                chosen.put(name, victims(object(value), found));
            });
        }
        return chosen;
    }

    private JsonMap form(Victims victims) {
        var pods = victims.pods().stream()
                .<Object>map(pod -> config.knowsNodes()
                        ? JsonMap.of("UID", pod.pod().uid())
                        : pod.pod().tree())
                .toList();
        return JsonMap.of("Pods", JsonList.copyOf(pods), "NumPDBViolations", (long) victims.violations());
    }

    private Victims victims(JsonMap form, NodeInfo node) {
        var pods = new ArrayList<PodInfo>();
        if (field(form, "Pods") instanceof JsonList list) {
            for (var each : list.maps().toList()) {
                var uid = field(each, "UID");
                pods.add(node.pods().stream()
                        .map(place -> place.pod())
                        .filter(pod -> pod.pod().uid().equals(uid))
                        .findFirst()
                        .orElseThrow(() -> new SchedulerException(
                                "extender: " + config.address() + " claims to preempt pod (UID: " + uid + ") on node: "
                                        + node.name() + ", but the pod is not found on that node")));
            }
        }
        return new Victims(pods, field(form, "NumPDBViolations") instanceof Long count ? Math.clamp(count, 0, MAX) : 0);
    }

    /** Has the pod assigned to the node. */
    void bind(PodInfo pod, String node) {
        checked(ask(
                Verb.BIND,
                JsonMap.of(
                        "PodName", pod.pod().name(),
                        "PodNamespace", pod.pod().namespace(),
                        "PodUID", pod.pod().uid(),
                        "Node", node)));
    }

    private JsonMap about(PodInfo pod, List<NodeInfo> nodes) {
        var question = JsonMap.of("Pod", pod.pod().tree(), "Nodes", Null.NULL, "NodeNames", Null.NULL);
        if (config.knowsNodes()) {
            return question.with(
                    "NodeNames",
                    JsonList.copyOf(nodes.stream().<Object>map(NodeInfo::name).toList()));
        }
        var items = nodes.stream().<Object>map(node -> node.node().tree()).toList();
        return question.with("Nodes", JsonMap.of("metadata", JsonMap.EMPTY, "items", JsonList.copyOf(items)));
    }

    private Object ask(Verb verb, JsonMap question) {
        return questions.ask(config, verb, question);
    }

    private static JsonMap checked(Object answer) {
        var form = object(answer);
        if (field(form, "Error") instanceof String error && !error.isEmpty()) {
            throw new SchedulerException(error);
        }
        return form;
    }

    private static JsonMap object(Object answer) {
        return answer instanceof JsonMap form ? form : JsonMap.EMPTY;
    }

    private static Map<String, String> texts(@Nullable Object field) {
        var texts = new HashMap<String, String>();
        if (field instanceof JsonMap map) {
            map.strings().forEach(texts::put);
        }
        return texts;
    }

    private static @Nullable Object field(JsonMap answer, String name) {
        if (answer.has(name)) {
            return answer.get(name);
        }
        for (int i = 0; i < answer.size(); i++) {
            if (answer.keyAt(i).equalsIgnoreCase(name)) {
                return answer.valueAt(i);
            }
        }
        return null;
    }
}
