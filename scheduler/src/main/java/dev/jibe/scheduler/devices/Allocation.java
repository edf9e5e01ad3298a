package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.devices.Allocator.Choice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What is written into a claim that was given devices. */
final class Allocation {
    private Allocation() {}

    /** The claim's {@code status.allocation}. */
    static JsonMap of(JsonMap claim, List<Choice> choices, String node, Devices devices) {
        var results = choices.stream().map(Allocation::result).toList();
        var allocated = JsonMap.of("results", JsonList.copyOf(results));
        var configuration = configuration(claim, choices, devices);
        allocated = configuration.isEmpty() ? allocated : allocated.with("config", JsonList.copyOf(configuration));
        var allocation = JsonMap.of("devices", allocated);
        var nodes = nodes(choices, node);
        return nodes.isEmpty() ? allocation : allocation.with("nodeSelector", nodes);
    }

    private static JsonMap result(Choice choice) {
        var id = choice.offer().id();
        var result = JsonMap.of(
                "request", choice.request().name(),
                "driver", id.driver(),
                "pool", id.pool(),
                "device", id.device());
        result = choice.request().isAdmin() ? result.with("adminAccess", true) : result;
        return choice.request().tolerations().isEmpty()
                ? result
                : result.with("tolerations", choice.request().tolerations());
    }

    /** What the drivers are told: by the classes first, then by the claim. */
    private static List<JsonMap> configuration(JsonMap claim, List<Choice> choices, Devices devices) {
        var result = new ArrayList<JsonMap>();
        var requests = new LinkedHashSet<Request>();
        choices.forEach(choice -> requests.add(choice.request()));
        for (var request : requests) {
            devices.deviceClass(request.deviceClass()).stream()
                    .flatMap(it -> it.map("spec").list("config").maps())
                    .forEach(config -> result.add(
                            config.with("source", "FromClass").with("requests", JsonList.of(request.name()))));
        }
        claim.map("spec")
                .map("devices")
                .list("config")
                .maps()
                .filter(config -> requests.stream().anyMatch(request -> request.isMeant(config.list("requests"))))
                .forEach(config -> result.add(config.with("source", "FromClaim")));
        return result;
    }

    /** The nodes that can use all the devices; nothing if all nodes can. */
    private static JsonMap nodes(List<Choice> choices, String node) {
        if (choices.stream().anyMatch(choice -> choice.offer().isLocal())) {
            var field = JsonMap.of("key", "metadata.name", "operator", "In", "values", JsonList.of(node));
            return JsonMap.of("nodeSelectorTerms", JsonList.of(JsonMap.of("matchFields", JsonList.of(field))));
        }
        var labels = new LinkedHashSet<Object>();
        var fields = new LinkedHashSet<Object>();
        for (var choice : choices) {
            choice.offer().nodes().list("nodeSelectorTerms").maps().forEach(term -> {
                term.list("matchExpressions").forEach(labels::add);
                term.list("matchFields").forEach(fields::add);
            });
        }
        var term = labels.isEmpty() ? JsonMap.EMPTY : JsonMap.of("matchExpressions", JsonList.copyOf(labels));
        term = fields.isEmpty() ? term : term.with("matchFields", JsonList.copyOf(fields));
        return term.isEmpty() ? JsonMap.EMPTY : JsonMap.of("nodeSelectorTerms", JsonList.of(term));
    }
}
