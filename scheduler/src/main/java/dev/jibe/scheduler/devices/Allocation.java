package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.devices.Allocator.Choice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/** What is written into a claim that was given devices. */
final class Allocation {
    private Allocation() {}

    /** The claim's {@code status.allocation}. */
    static JsonMap of(JsonMap claim, List<Choice> choices, String node, Devices devices) {
        var results = new ArrayList<JsonMap>();
        for (var choice : choices) {
            results.add(result(claim, choice, results.size()));
        }
        var allocated = JsonMap.of("results", JsonList.copyOf(results));
        var configuration = configuration(claim, choices, devices);
        allocated = configuration.isEmpty() ? allocated : allocated.with("config", JsonList.copyOf(configuration));
        var allocation = JsonMap.of("devices", allocated);
        var nodes = nodes(choices, node);
        return nodes.isEmpty() ? allocation : allocation.with("nodeSelector", nodes);
    }

    private static JsonMap result(JsonMap claim, Choice choice, int at) {
        var request = choice.request();
        var offer = choice.offer();
        var id = offer.id();
        var result = JsonMap.builder()
                .put("request", request.name())
                .put("driver", id.driver())
                .put("pool", id.pool())
                .put("device", id.device());
        if (request.isAdmin()) {
            result.put("adminAccess", true);
        }
        if (!request.tolerations().isEmpty()) {
            result.put("tolerations", request.tolerations());
        }
        for (var key : List.of("bindingConditions", "bindingFailureConditions")) {
            if (!offer.device().list(key).isEmpty()) {
                result.put(key, offer.device().list(key));
            }
        }
        if (offer.isShared()) {
            result.put("shareID", shareId(claim, id, at));
            var amounts = JsonMap.builder();
            Capacity.share(offer.capacity(), request.capacity())
                    .ifPresent(share -> share.forEach((name, amount) -> amounts.put(name, amount.toString())));
            var consumed = amounts.build();
            if (!consumed.isEmpty()) {
                result.put("consumedCapacity", consumed);
            }
        }
        return result.build();
    }

    /** Tells apart those that share a device: no two of them have the same claim and place in it. */
    private static String shareId(JsonMap claim, DeviceId device, int at) {
        var name = claim.map("metadata").string("uid") + "/" + device + "/" + at;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** What the drivers are told: by the classes first, each once, then by the claim. */
    private static List<JsonMap> configuration(JsonMap claim, List<Choice> choices, Devices devices) {
        var requests = new LinkedHashSet<Request>();
        choices.forEach(choice -> requests.add(choice.request()));
        var byClass = new LinkedHashMap<String, List<Object>>();
        requests.forEach(request -> byClass.computeIfAbsent(request.deviceClass(), unknown -> new ArrayList<>())
                .add(request.name()));
        var result = new ArrayList<JsonMap>();
        byClass.forEach((name, meant) -> devices.deviceClass(name).stream()
                .flatMap(it -> it.map("spec").list("config").maps())
                .forEach(config ->
                        result.add(config.with("source", "FromClass").with("requests", JsonList.copyOf(meant)))));
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
