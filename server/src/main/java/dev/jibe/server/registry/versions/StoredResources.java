package dev.jibe.server.registry.versions;

import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.Schema;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.StoredVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Which versions of built-in resources a server writes, can read, and serves (KEP-2339). */
public final class StoredResources {

    /**
     * What is so of one resource.
     *
     * @param name of the resource and its group
     * @param encoding the version in which it is stored
     */
    public record Stored(String name, String encoding, List<String> decodable, List<String> served) {}

    private StoredResources() {}

    /** All that are stored, by name; those that share what is stored are there once. */
    public static List<Stored> of(Resources resources, Schema schema) {
        var byBucket = new LinkedHashMap<String, List<Resource>>();
        for (var resource : resources.all()) {
            if (resource.custom() == null && isStored(resource)) {
                byBucket.computeIfAbsent(resource.bucket(), key -> new ArrayList<>())
                        .add(resource);
            }
        }
        return byBucket.values().stream()
                .map(same -> stored(same, schema))
                .sorted(Comparator.comparing(Stored::name))
                .toList();
    }

    private static boolean isStored(Resource resource) {
        var verbs = resource.info().verbs();
        return verbs.contains("list") && verbs.contains("create");
    }

    private static Stored stored(List<Resource> same, Schema schema) {
        var info = same.stream()
                .map(Resource::info)
                .filter(it -> Resources.bucket(it).equals(same.getFirst().bucket()))
                .findFirst()
                .orElse(same.getFirst().info());
        var encoding = StoredVersion.of(same.stream()
                .map(each -> each.current().info())
                .filter(StoredVersion::isKept)
                .findFirst()
                .orElse(info));
        var served = same.stream().map(Resource::apiVersion).distinct().toList();
        var decodable = Stream.of(
                        Stream.of(encoding),
                        schema.resources().stream()
                                .filter(it -> it.groupResource().equals(info.groupResource()))
                                .map(ResourceInfo::apiVersion),
                        served.stream())
                .flatMap(each -> each)
                .distinct()
                .toList();
        var group = info.group().isEmpty() ? "core" : info.group();
        return new Stored(group + "." + info.plural(), encoding, decodable, served);
    }
}
