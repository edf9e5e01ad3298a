package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import dev.jibe.object.quota.PodTotals;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Computed defaults of pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting">Image pull policy</a>
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Requests and limits</a>
 */
final class PodDefaults {
    private PodDefaults() {}

    /** What holds for a pod and not for a pod template: requests from limits. */
    static JsonMap pod(JsonMap pod) {
        JsonMap spec = pod.map("spec");
        JsonMap result = spec;
        for (String list : new String[] {"containers", "initContainers"}) {
            if (spec.has(list)) {
                result = result.with(list, spec.list(list).map(container -> withRequests((JsonMap) container)));
            }
        }
        if (spec.bool("hostNetwork")) {
            for (String list : new String[] {"containers", "initContainers"}) {
                if (spec.has(list)) {
                    result = result.with(list, result.list(list).map(container -> onHostPorts((JsonMap) container)));
                }
            }
        }
        if (spec.has("resources")) {
            JsonMap resources = withHugePages(spec.map("resources"), result);
            result = result.with("resources", podRequests(resources, result));
        }
        JsonMap status = pod.map("status");
        JsonMap addressed = addresses(status);
        JsonMap specified = pod.with("spec", result);
        return addressed.equals(status) ? specified : specified.with("status", addressed);
    }

    /** A pod says its first address a second time; where the two differ, the older field counts. */
    private static JsonMap addresses(JsonMap status) {
        String first = status.string("podIP");
        JsonList all = status.list("podIPs");
        String listed = all.isEmpty() ? "" : all.map(0).string("ip");
        if (first.isEmpty()) {
            return listed.isEmpty() ? status : status.with("podIP", listed);
        }
        return first.equals(listed) ? status : status.with("podIPs", JsonList.of(JsonMap.of("ip", first)));
    }

    /** The service account goes by two names, of which the newer one counts. */
    static JsonMap spec(JsonMap spec) {
        String account = spec.string("serviceAccountName");
        account = account.isEmpty() ? spec.string("serviceAccount") : account;
        return account.isEmpty()
                ? spec
                : spec.with("serviceAccountName", account).with("serviceAccount", account);
    }

    private static JsonMap withRequests(JsonMap container) {
        JsonMap limits = container.map("resources").map("limits");
        if (limits.isEmpty()) {
            return container;
        }
        JsonMap requests = container.map("resources").map("requests");
        for (int i = 0; i < limits.size(); i++) {
            if (!requests.has(limits.keyAt(i))) {
                requests = requests.with(limits.keyAt(i), limits.valueAt(i));
            }
        }
        return container.withAt(requests, "resources", "requests");
    }

    /** A pod that says anything of resources limits huge pages as its containers do. */
    private static JsonMap withHugePages(JsonMap resources, JsonMap spec) {
        JsonMap limits = resources.map("limits");
        JsonMap requests = resources.map("requests");
        if (limits.isEmpty() && requests.isEmpty()) {
            return resources;
        }
        List<String> names = Stream.concat(
                        spec.list("containers").maps(),
                        spec.list("initContainers").maps())
                .flatMap(container -> container.map("resources").map("limits").strings().keySet().stream())
                .filter(name -> name.startsWith("hugepages-"))
                .distinct()
                .toList();
        for (String name : names) {
            if (!requests.has(name) && !limits.has(name)) {
                limits = limits.with(name, together(spec, "limits", name));
            }
        }
        return limits.isEmpty() ? resources : resources.with("limits", limits);
    }

    /** A pod that limits anything requests what its containers do, and of all else that it limits the limit. */
    private static JsonMap podRequests(JsonMap resources, JsonMap spec) {
        JsonMap limits = resources.map("limits");
        JsonMap requests = resources.map("requests");
        if (limits.isEmpty()) {
            return resources;
        }
        for (String name : new String[] {"cpu", "memory"}) {
            boolean asked = Stream.concat(
                            spec.list("containers").maps(),
                            spec.list("initContainers").maps())
                    .anyMatch(container ->
                            container.map("resources").map("requests").has(name));
            if (asked && !requests.has(name)) {
                requests = requests.with(name, together(spec, "requests", name));
            }
        }
        for (int i = 0; i < limits.size(); i++) {
            String name = limits.keyAt(i);
            boolean ofPods = name.equals("cpu") || name.equals("memory") || name.startsWith("hugepages-");
            if (ofPods && !requests.has(name)) {
                requests = requests.with(name, limits.valueAt(i));
            }
        }
        return requests.isEmpty() ? resources : resources.with("requests", requests);
    }

    private static String together(JsonMap spec, String side, String name) {
        return PodTotals.ofContainers(spec, side)
                .getOrDefault(name, Quantity.ZERO)
                .toString();
    }

    private static JsonMap onHostPorts(JsonMap container) {
        if (!container.has("ports")) {
            return container;
        }
        return container.with("ports", container.list("ports").map(port -> {
            JsonMap map = (JsonMap) port;
            return map.number("hostPort") == 0 ? map.with("hostPort", map.number("containerPort")) : map;
        }));
    }

    // The grammar of references: https://github.com/distribution/reference
    private static final Pattern DOMAIN = Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
            + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?");
    private static final int MAX_PATH = 255;
    private static final Pattern REMOTE = Pattern.compile("(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
            + "(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
            + "(?::(?<tag>\\w[\\w.-]{0,127}))?"
            + "(?<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

    static JsonMap container(JsonMap container) {
        if (!container.string("imagePullPolicy").isEmpty()) {
            return container;
        }
        return container.with("imagePullPolicy", isLatest(container.string("image")) ? "Always" : "IfNotPresent");
    }

    /** A volume that is an image. */
    static JsonMap image(JsonMap image) {
        return image.string("pullPolicy").isEmpty()
                ? image.with("pullPolicy", isLatest(image.string("reference")) ? "Always" : "IfNotPresent")
                : image;
    }

    /** Whether a reference names the tag latest, or neither tag nor digest. What is no reference names nothing. */
    private static boolean isLatest(String image) {
        int slash = image.indexOf('/');
        var head = slash < 0 ? "" : image.substring(0, slash);
        boolean hasDomain = head.contains(".")
                || head.contains(":")
                || head.equals("localhost")
                || !head.equals(head.toLowerCase(Locale.ROOT));
        var path = hasDomain ? image.substring(slash + 1) : slash < 0 ? "library/" + image : image;
        var matcher = REMOTE.matcher(path);
        boolean isReference = matcher.matches()
                && matcher.end("path") <= MAX_PATH
                && !IDENTIFIER.matcher(image).matches()
                && (!hasDomain || DOMAIN.matcher(head).matches());
        if (!isReference || matcher.group("digest") != null) {
            return false;
        }
        var tag = matcher.group("tag");
        return tag == null || tag.equals("latest");
    }

    /** A volume that says nothing of where it comes from is an empty directory. */
    static JsonMap volume(JsonMap volume) {
        return volume.size() == (volume.has("name") ? 1 : 0) ? volume.with("emptyDir", JsonMap.EMPTY) : volume;
    }
}
