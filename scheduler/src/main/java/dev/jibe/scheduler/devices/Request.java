package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * So many devices of one sort: what a request asks for, or one of the alternatives that it names.
 *
 * @param name as results and constraints name it: {@code request} or {@code request/alternative}
 * @param isAll whether all devices of the sort that the node has are asked for
 * @param isAdmin whether it may have devices that others have
 * @param capacity how much of each device, where several can have it
 */
record Request(
        String name,
        String deviceClass,
        List<String> expressions,
        boolean isAll,
        long count,
        boolean isAdmin,
        JsonList tolerations,
        JsonMap capacity) {

    /** The alternatives of a request, the best first; most have one. */
    static List<Request> of(JsonMap request) {
        var name = request.string("name");
        return request.has("exactly")
                ? List.of(of(name, request.map("exactly")))
                : request.list("firstAvailable")
                        .maps()
                        .map(alternative -> of(name + "/" + alternative.string("name"), alternative))
                        .toList();
    }

    private static Request of(String name, JsonMap part) {
        return new Request(
                name,
                part.string("deviceClassName"),
                expressions(part),
                part.string("allocationMode").equals("All"),
                Math.max(1, part.number("count")),
                part.bool("adminAccess"),
                part.list("tolerations"),
                part.map("capacity").map("requests"));
    }

    /** The expressions of a request or a class. */
    static List<String> expressions(JsonMap part) {
        return part.list("selectors")
                .maps()
                .map(selector -> selector.map("cel").string("expression"))
                .toList();
    }

    /** The request that this is an alternative of, or its own name. */
    String parent() {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    /** The name of the request or the alternative alone. */
    String ownName() {
        return name.substring(name.indexOf('/') + 1);
    }

    /** Whether a constraint or a configuration for these requests is about this one. */
    boolean isMeant(JsonList requests) {
        return requests.isEmpty() || requests.stream().anyMatch(meant -> meant.equals(name) || meant.equals(parent()));
    }

    /** Whether the device may be used though it has taints. */
    boolean tolerates(JsonMap device) {
        return device.list("taints").maps().allMatch(taint -> switch (taint.string("effect")) {
            case "NoSchedule", "NoExecute" -> tolerations.maps().anyMatch(toleration -> tolerates(toleration, taint));
            default -> true;
        });
    }

    private static boolean tolerates(JsonMap toleration, JsonMap taint) {
        var effect = toleration.string("effect");
        var key = toleration.string("key");
        boolean isMeant = (effect.isEmpty() || effect.equals(taint.string("effect")))
                && (key.isEmpty() || key.equals(taint.string("key")));
        return isMeant
                && (toleration.string("operator").equals("Exists")
                        || toleration.string("value").equals(taint.string("value")));
    }
}
