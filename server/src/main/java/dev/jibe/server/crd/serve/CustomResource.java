package dev.jibe.server.crd.serve;

import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.ResourceInfo.Subresource;
import dev.jibe.server.registry.Resource;
import java.util.ArrayList;
import java.util.List;

/** Makes the descriptor of a version, by which the generic registry serves it. */
final class CustomResource {

    private static final List<String> VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    private static final List<String> PART_VERBS = List.of("get", "patch", "update");

    private CustomResource() {}

    static Resource of(Definition definition, VersionDefinition version, Converter converter, boolean terminating) {
        var names = definition.names();
        var subresources = new ArrayList<Subresource>();
        if (version.hasStatus()) {
            subresources.add(
                    new Subresource("status", definition.group(), version.name(), definition.kind(), PART_VERBS));
        }
        if (version.scale() != null) {
            subresources.add(new Subresource("scale", "autoscaling", "v1", "Scale", PART_VERBS));
        }
        var info = new ResourceInfo(
                definition.group(),
                version.name(),
                definition.kind(),
                definition.plural(),
                names.string("singular"),
                definition.namespaced(),
                names.list("shortNames").strings().toList(),
                names.list("categories").strings().toList(),
                VERBS,
                subresources,
                true,
                CustomType.of(definition, version));
        return new Resource(
                info,
                info.groupResource(),
                new CustomStrategy(version),
                new CustomConversion(definition, version, converter),
                new CustomReading(definition, version, terminating));
    }
}
