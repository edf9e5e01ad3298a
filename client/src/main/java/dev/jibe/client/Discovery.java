package dev.jibe.client;

import dev.jibe.object.JsonMap;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the API serves, asked of the API itself.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api">Discovery API</a>.
 */
public final class Discovery {
    private final Transport transport;

    Discovery(Transport transport) {
        this.transport = transport;
    }

    /** A served resource, without subresources, and what can be done with it. */
    public record Served(Kind<AnyObject> kind, Set<String> verbs) {
        public boolean can(String... wanted) {
            return verbs.containsAll(List.of(wanted));
        }
    }

    /** What was found, and the group versions that did not answer, such as those of an extension that is down. */
    public record Found(List<Served> resources, List<String> silent) {
        public Found {
            resources = List.copyOf(resources);
            silent = List.copyOf(silent);
        }
    }

    /** The group from which everything has moved to others; where it is still served, it has nothing of its own. */
    private static final String MOVED = "extensions/";

    /** Every resource in the preferred version of its group; each once. */
    public Found preferred() {
        var groupVersions = new ArrayList<String>();
        groupVersions.add("v1");
        transport
                .send(Call.get("/apis"))
                .body()
                .list("groups")
                .maps()
                .map(group -> group.map("preferredVersion").string("groupVersion"))
                .filter(groupVersion -> !groupVersion.startsWith(MOVED))
                .forEach(groupVersions::add);
        var resources = new ArrayList<Served>();
        var silent = new ArrayList<String>();
        for (var groupVersion : groupVersions) {
            try {
                resources.addAll(of(groupVersion));
            } catch (ApiFailure failure) {
                silent.add(groupVersion);
            }
        }
        return new Found(resources, silent);
    }

    /** The resource of a kind; nothing if it is not served. */
    public Optional<Kind<AnyObject>> kind(String groupVersion, String kind) {
        try {
            return of(groupVersion).stream()
                    .map(Served::kind)
                    .filter(it -> it.kind().equals(kind))
                    .findFirst();
        } catch (ApiFailure failure) {
            if (failure.isNotFound()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private List<Served> of(String groupVersion) {
        int slash = groupVersion.indexOf('/');
        var group = slash < 0 ? "" : groupVersion.substring(0, slash);
        var version = groupVersion.substring(slash + 1);
        var path = (slash < 0 ? "/api/" : "/apis/") + groupVersion;
        return transport
                .send(Call.get(path))
                .body()
                .list("resources")
                .maps()
                .filter(resource -> resource.string("name").indexOf('/') < 0)
                .map(resource -> served(group, version, resource))
                .toList();
    }

    private static Served served(String group, String version, JsonMap resource) {
        var kind = AnyObject.kind(
                group, version, resource.string("kind"), resource.string("name"), resource.bool("namespaced"));
        return new Served(
                kind, new LinkedHashSet<>(resource.list("verbs").strings().toList()));
    }
}
