package dev.jibe.object.schema;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The types, kinds and resources that are built in. */
public final class Schema {
    private static final String META_KINDS = "meta.k8s.io/v1";

    private final Map<String, StructType> types;
    private final Map<String, StructType> kinds;
    private final List<ResourceInfo> resources;

    Schema(Map<String, StructType> types, Map<String, StructType> kinds, List<ResourceInfo> resources) {
        this.types = types;
        this.kinds = kinds;
        this.resources = resources;
    }

    /** The schema of Kubernetes v1.36, loaded when first asked for. */
    public static Schema builtin() {
        return Holder.BUILTIN;
    }

    /** The type of an OpenAPI name such as {@code io.k8s.api.core.v1.Pod}. */
    public StructType type(String name) {
        StructType type = types.get(name);
        if (type == null) {
            throw new NoSuchElementException("no built-in type " + name);
        }
        return type;
    }

    public @Nullable StructType find(String name) {
        return types.get(name);
    }

    /**
     * The type of a kind. The kinds of meta/v1 ({@code Status}, {@code DeleteOptions}, {@code Table}, …) belong to every
     * group and version.
     */
    public @Nullable StructType kind(String group, String version, String kind) {
        StructType type = kinds.get(group + '/' + version + '/' + kind);
        return type != null ? type : kinds.get(META_KINDS + '/' + kind);
    }

    public List<StructType> types() {
        return List.copyOf(types.values());
    }

    /** All resources, those that are off by default included. */
    public List<ResourceInfo> resources() {
        return resources;
    }

    private static final class Holder {
        static final Schema BUILTIN = SchemaReader.read();
    }
}
