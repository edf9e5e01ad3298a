package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.typing.Conformed;
import dev.jibe.server.crd.schema.Embedded;
import dev.jibe.server.crd.schema.Filling;
import dev.jibe.server.crd.schema.Pruning;
import dev.jibe.server.registry.Custom;
import dev.jibe.server.registry.ScalePaths;
import dev.jibe.server.registry.table.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a definition says of one of its versions, as the generic registry asks for it. */
record CustomReading(Definition definition, VersionDefinition version, boolean isTerminating) implements Custom {

    @Override
    public Conformed conform(JsonMap object) {
        var dropped = new ArrayList<String>();
        var result = coerced(object, version, false, dropped);
        return new Conformed(Filling.resource(result, version.schema()), dropped);
    }

    @Override
    public JsonMap filled(JsonMap object) {
        return Filling.resource(withMetadata(object, null), version.schema());
    }

    private static JsonMap withMetadata(JsonMap object, @Nullable List<String> unknown) {
        var metadata = object.get("metadata");
        return metadata == null || metadata == Null.NULL
                ? object.without("metadata")
                : object.with("metadata", Embedded.metadata(metadata, unknown));
    }

    /**
     * An object without what its version does not specify.
     *
     * @param lenient whether malformed metadata of embedded objects is dropped rather than refused
     */
    static JsonMap coerced(JsonMap object, VersionDefinition version, boolean lenient, @Nullable List<String> dropped) {
        var unknown = dropped == null ? null : new ArrayList<String>();
        var result = withMetadata(object, unknown);
        if (dropped != null && unknown != null) {
            unknown.forEach(name -> dropped.add("metadata." + name));
        }
        result = Pruning.resource(result, version.schema(), dropped);
        result = (JsonMap) Pruning.withoutNulls(result, version.schema());
        return Embedded.coerce(result, version.schema(), lenient, dropped);
    }

    @Override
    public String listKind() {
        return definition.names().string("listKind");
    }

    @Override
    public String storageVersion() {
        return definition.storageVersion();
    }

    @Override
    public List<String> warnings() {
        return version.warning().isEmpty() ? List.of() : List.of(version.warning());
    }

    @Override
    public List<Column> columns() {
        return version.columns();
    }

    @Override
    public @Nullable ScalePaths scale() {
        return version.scale();
    }

    @Override
    public JsonMap schema() {
        return version.source();
    }
}
