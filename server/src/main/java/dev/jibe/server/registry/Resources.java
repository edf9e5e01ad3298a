package dev.jibe.server.registry;

import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.Schema;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.registry.kinds.Strategies;
import dev.jibe.server.registry.versions.OptionalApis;
import dev.jibe.server.registry.versions.RetiredApis;
import dev.jibe.server.registry.versions.RuntimeConfig;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources that are served, by group, version and plural name. */
public final class Resources {

    /** Where events are kept, whichever of their two groups they came by. */
    public static final String EVENTS = "events";

    private final Map<String, Resource> builtin = new LinkedHashMap<>();
    private volatile Map<String, Resource> byPath = builtin;
    private volatile long generation;

    private Resources() {}

    /** The built-in resources that upstream serves by default. */
    public static Resources builtin(Schema schema) {
        return builtin(schema, FeatureGates.DEFAULT);
    }

    /** The same, with these features. */
    public static Resources builtin(Schema schema, FeatureGates features) {
        var resources = new Resources();
        for (var info : schema.resources()) {
            if (info.servedByDefault()) {
                resources.add(resource(info, features));
            }
        }
        return resources;
    }

    /** A built-in resource. */
    public static Resource resource(ResourceInfo info, FeatureGates features) {
        return new Resource(info, bucket(info), Strategies.of(info, features), Conversions.of(info));
    }

    /** These resources, and others that are served without being stored. */
    public Resources with(List<Resource> more) {
        var all = new Resources();
        builtin.values().forEach(all::add);
        more.forEach(all::add);
        return all;
    }

    /** These resources, and the versions of them that upstream has removed. */
    public Resources withRetired(Schema schema) {
        return with(RetiredApis.of(this, schema));
    }

    /** These resources, and the versions of them that upstream serves only when it is told to. */
    public Resources withOptional(Schema schema, FeatureGates features, RuntimeConfig config) {
        return with(OptionalApis.of(this, schema, features, config));
    }

    /** Where the store keeps the objects of a built-in resource. */
    public static String bucket(ResourceInfo info) {
        return info.plural().equals("events") ? EVENTS : info.groupResource();
    }

    private void add(Resource resource) {
        builtin.put(path(resource), resource);
    }

    /** Serves these besides the built-in ones, and no others; readers see all of the change or nothing. */
    public synchronized void publish(Collection<Resource> custom) {
        var all = new LinkedHashMap<>(builtin);
        custom.forEach(resource -> all.putIfAbsent(path(resource), resource));
        byPath = all;
        generation++;
    }

    /** Counts the times that something else was served. */
    public long generation() {
        return generation;
    }

    private static String path(Resource resource) {
        var info = resource.info();
        return path(info.group(), info.version(), info.plural());
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    public @Nullable Resource find(String group, String version, String plural) {
        return byPath.get(path(group, version, plural));
    }

    /** A resource that is known to be there, by a version such as {@code apps/v1}. */
    public Resource get(String apiVersion, String plural) {
        int slash = apiVersion.indexOf('/');
        return get(apiVersion.substring(0, Math.max(slash, 0)), apiVersion.substring(slash + 1), plural);
    }

    /** A resource that is known to be there. */
    public Resource get(String group, String version, String plural) {
        var found = find(group, version, plural);
        if (found == null) {
            throw new IllegalArgumentException("no resource " + plural + " in " + group + "/" + version);
        }
        return found;
    }

    public Collection<Resource> all() {
        return Collections.unmodifiableCollection(byPath.values());
    }

    /** Whether a group is served that is not made of custom resources only. */
    public boolean hasBuiltinGroup(String group) {
        return byPath.values().stream()
                .anyMatch(r -> r.custom() == null && r.info().group().equals(group));
    }

    public boolean hasGroupVersion(String group, String version) {
        return byPath.values().stream()
                .anyMatch(r ->
                        r.info().group().equals(group) && r.info().version().equals(version));
    }

    public List<Resource> in(String group, String version) {
        return byPath.values().stream()
                .filter(r ->
                        r.info().group().equals(group) && r.info().version().equals(version))
                .toList();
    }
}
