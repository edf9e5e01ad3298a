package dev.jibe.server.registry.versions;

import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.ResourceInfo.Subresource;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.Replacement;
import dev.jibe.server.registry.Resource;
import java.util.List;

/**
 * Another version of a resource than the current one, with its own type if the schema has one.
 *
 * @param group of the other version, which may differ from the current one's
 */
record OtherVersion(String group, String version, StructType type, Resource current) {

    static OtherVersion of(String apiVersion, Resource current, Schema schema) {
        int slash = apiVersion.indexOf('/');
        var group = apiVersion.substring(0, slash);
        var version = apiVersion.substring(slash + 1);
        var published = schema.kind(group, version, current.kind());
        return new OtherVersion(group, version, published == null ? current.type() : published, current);
    }

    /** The resource, kept as the current one is. */
    Resource resource(String deprecated, String removed, boolean named) {
        var apiVersion = group + "/" + version;
        var shape = Shapes.of(apiVersion, current.info().plural());
        var way = new VersionConversion(shape, apiVersion, type, current);
        var replacement = new Replacement(current, deprecated, removed, named);
        return new Resource(info(), current.bucket(), new VersionStrategy(way), way, null, replacement);
    }

    private ResourceInfo info() {
        var info = current.info();
        return new ResourceInfo(
                group,
                version,
                info.kind(),
                info.plural(),
                info.singular(),
                info.namespaced(),
                info.shortNames(),
                info.categories(),
                info.verbs(),
                subresources(info),
                false,
                type);
    }

    private List<Subresource> subresources(ResourceInfo info) {
        return info.subresources().stream()
                .map(sub -> sub.kind().equals(info.kind())
                        ? new Subresource(sub.name(), group, version, sub.kind(), sub.verbs())
                        : sub)
                .toList();
    }
}
