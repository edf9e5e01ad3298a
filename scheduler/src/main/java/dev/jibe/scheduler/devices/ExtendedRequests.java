package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of the claim that stands for a pod's extended resources, and which container gets what of it.
 *
 * <p>Containers that run to their end before others begin leave them their devices. See <a
 * href="https://github.com/kubernetes/enhancements/issues/5004">KEP-5004</a>.
 */
record ExtendedRequests(JsonList requests, JsonList mappings) {

    /** So many devices for one container. */
    private record Ask(String name, String deviceClass, long count) {

        JsonMap request() {
            var exactly = JsonMap.of("deviceClassName", deviceClass, "allocationMode", "ExactCount", "count", count);
            return JsonMap.of("name", name, "exactly", exactly);
        }
    }

    /** That a container gets what a request is given. */
    private record Mapping(String container, String resource, String request) {

        JsonMap tree() {
            return JsonMap.of("containerName", container, "resourceName", resource, "requestName", request);
        }
    }

    /** @param classes of the resources in question */
    static ExtendedRequests of(JsonMap podSpec, SortedMap<String, String> classes) {
        var asks = new ArrayList<Ask>();
        var mappings = new ArrayList<Mapping>();
        classes.forEach((resource, deviceClass) -> new One(podSpec, resource, deviceClass).addTo(asks, mappings));
        asks.sort(Comparator.comparing(Ask::name));
        return new ExtendedRequests(
                JsonList.copyOf(asks.stream().map(Ask::request).toList()),
                JsonList.copyOf(mappings.stream().map(Mapping::tree).toList()));
    }

    /** One resource of all containers. */
    private static final class One {
        private final String resource;
        private final String deviceClass;
        private final List<JsonMap> containers = new ArrayList<>();
        private final int inits;
        private final @Nullable Ask[] lasting;

        One(JsonMap podSpec, String resource, String deviceClass) {
            this.resource = resource;
            this.deviceClass = deviceClass;
            podSpec.list("initContainers").maps().forEach(containers::add);
            this.inits = containers.size();
            podSpec.list("containers").maps().forEach(containers::add);
            this.lasting = new Ask[containers.size()];
        }

        private boolean isLasting(int at) {
            return at >= inits || containers.get(at).string("restartPolicy").equals("Always");
        }

        void addTo(List<Ask> asks, List<Mapping> mappings) {
            for (int i = 0; i < containers.size(); i++) {
                if (isLasting(i)) {
                    lasting[i] = ask(i, List.of(), mappings);
                }
            }
            var before = new ArrayList<Mapping>();
            var names = new HashSet<String>();
            Ask most = null;
            for (int i = 0; i < inits; i++) {
                if (isLasting(i)) {
                    continue;
                }
                var later = Arrays.stream(lasting, i, lasting.length)
                        .filter(Objects::nonNull)
                        .toList();
                var ask = ask(i, later, before);
                if (ask != null) {
                    names.add(ask.name());
                    most = most == null || most.count() < ask.count() ? ask : most;
                }
            }
            // One after the other, they can all use what the greediest of them needs.
            for (var mapping : before) {
                mappings.add(
                        most != null && names.contains(mapping.request())
                                ? new Mapping(mapping.container(), resource, most.name())
                                : mapping);
            }
            if (most != null) {
                asks.add(most);
            }
            Arrays.stream(lasting).filter(Objects::nonNull).forEach(asks::add);
        }

        /** What a container needs besides what is there for others that run later. */
        private @Nullable Ask ask(int at, List<Ask> later, List<Mapping> mappings) {
            var container = containers.get(at);
            var requests = container.map("resources").map("requests");
            long wanted = requests.has(resource) ? whole(requests.string(resource)) : 0;
            if (wanted == 0) {
                return null;
            }
            long sum = 0;
            for (var other : later) {
                sum += other.count();
                mappings.add(new Mapping(container.string("name"), resource, other.name()));
                if (sum >= wanted) {
                    return null;
                }
            }
            int index = 0;
            while (!requests.keyAt(index).equals(resource)) {
                index++;
            }
            var name = "container-" + at + "-request-" + index;
            mappings.add(new Mapping(container.string("name"), resource, name));
            return new Ask(name, deviceClass, wanted - sum);
        }

        private static long whole(String text) {
            return Quantity.parse(text).value();
        }
    }
}
