package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonList;
import dev.jibe.server.registry.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What API servers write and can read of a resource.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/storage-version-v1alpha1/">StorageVersion</a>
 * and KEP-2339.
 */
final class StorageVersionRules {

    private static final String NO_VERSION =
            "an apiVersion is a DNS-1035 label, which must consist of lower case alphanumeric characters or '-', start"
                    + " with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
                    + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?') with an optional DNS"
                    + " subdomain prefix and '/' (e.g. 'example.com/MyVersion')";

    private StorageVersionRules() {}

    static List<String> wrongName(String name, boolean prefix) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return List.of("name must be in the form of <group>.<resource>");
        }
        var wrong = new ArrayList<String>();
        Names.wrongSubdomain(name.substring(0, dot), false).forEach(why -> wrong.add("the group segment " + why));
        Names.wrongLabel1035(name.substring(dot + 1), false).forEach(why -> wrong.add("the resource segment " + why));
        return wrong;
    }

    static void check(Place object) {
        var status = object.in("status");
        Set<String> servers = new HashSet<>();
        status.each("storageVersions", server -> {
            var id = server.text("apiServerID");
            if (!servers.add(id)) {
                server.duplicate("apiServerID", id);
            }
            server(server);
        });
        common(status);
        conditions(status);
    }

    private static void server(Place server) {
        server.named("apiServerID", Naming.SUBDOMAIN);
        var encoding = server.text("encodingVersion");
        version(server, "encodingVersion", encoding);
        var decodable = server.list("decodableVersions");
        server.eachText("decodableVersions", (at, version) -> version(server, at, version));
        if (!contains(decodable, encoding)) {
            server.invalid(
                    "decodableVersions",
                    server.get("decodableVersions"),
                    "decodableVersions must include encodingVersion " + encoding);
        }
        server.eachText("servedVersions", (at, version) -> {
            version(server, at, version);
            if (!contains(decodable, version)) {
                var shown =
                        String.join(" ", decodable.stream().map(String::valueOf).toList());
                server.invalid(
                        at,
                        version,
                        "individual served version : " + version + " must be included in decodableVersions : [" + shown
                                + "]");
            }
        });
    }

    private static boolean contains(JsonList versions, String version) {
        return versions.stream().anyMatch(version::equals);
    }

    private static void version(Place place, String at, String version) {
        var wrong = wrongVersion(version);
        if (!wrong.isEmpty()) {
            place.invalid(at, version, String.join(",", wrong));
        }
    }

    private static List<String> wrongVersion(String apiVersion) {
        var parts = apiVersion.split("/", -1);
        if (parts.length > 2) {
            return List.of(NO_VERSION);
        }
        var wrong = new ArrayList<String>();
        if (parts.length == 2) {
            part("group part: ", parts[0], Naming.SUBDOMAIN, wrong);
        }
        part("version part: ", parts[parts.length - 1], Naming.LABEL_1035, wrong);
        return wrong;
    }

    private static void part(String name, String part, Naming naming, List<String> wrong) {
        if (part.isEmpty()) {
            wrong.add(name + "must be non-empty");
        } else {
            naming.wrong(part, false).forEach(why -> wrong.add(name + why));
        }
    }

    private static void common(Place status) {
        var versions = status.list("storageVersions")
                .maps()
                .map(server -> server.string("encodingVersion"))
                .distinct()
                .toList();
        var key = "commonEncodingVersion";
        if (versions.size() != 1) {
            if (status.has(key)) {
                status.invalid(
                        key,
                        status.text(key),
                        "should be nil if servers do not agree on the same encoding version, or if there is no server"
                                + " reporting the supported versions yet");
            }
        } else if (!status.has(key)) {
            status.invalid(key, null, "the common encoding version is " + versions.getFirst());
        } else if (!status.text(key).equals(versions.getFirst())) {
            status.invalid(key, status.text(key), "the actual common encoding version is " + versions.getFirst());
        }
    }

    /** Upstream leaves the name of the list out of the places it reports. */
    private static void conditions(Place status) {
        var seen = new HashMap<String, Integer>();
        var conditions = status.list("conditions");
        for (int i = 0; i < conditions.size(); i++) {
            var condition = conditions.map(i);
            var at = "[" + i + "].";
            var type = condition.string("type");
            var earlier = seen.put(type, i);
            if (earlier != null) {
                status.invalid(
                        at + "type",
                        type,
                        "the type of the condition is not unique, it also appears in conditions[" + earlier + "]");
            }
            status.invalid(at + "type", type, Formats.qualifiedName(type));
            status.invalid(
                    at + "status", condition.string("status"), Formats.qualifiedName(condition.string("status")));
            for (var needed : List.of("reason", "message")) {
                if (condition.string(needed).isEmpty()) {
                    status.required(at + needed);
                }
            }
        }
    }
}
