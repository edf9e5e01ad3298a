package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.request.ApiException.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is served at one version: what drives every verb.
 *
 * @param bucket where the store keeps its objects; versions of one resource share it
 * @param storage the version in which they are kept
 * @param custom what a definition says of the resource; null for built-in ones
 * @param replacement of this version; null for those that are current
 */
public record Resource(
        ResourceInfo info,
        String bucket,
        Strategy strategy,
        Conversion storage,
        @Nullable Custom custom,
        @Nullable Replacement replacement) {

    /** A built-in resource. */
    public Resource(ResourceInfo info, String bucket, Strategy strategy, Conversion storage) {
        this(info, bucket, strategy, storage, null, null);
    }

    /** A custom resource. */
    public Resource(ResourceInfo info, String bucket, Strategy strategy, Conversion storage, Custom custom) {
        this(info, bucket, strategy, storage, custom, null);
    }

    /** The kind of a list of these objects. */
    public String listKind() {
        return custom == null ? kind() + "List" : custom.listKind();
    }

    /** What clients are told with every answer about the resource. */
    public List<String> warnings() {
        if (replacement != null) {
            return replacement.warning(apiVersion()).stream().toList();
        }
        return custom == null
                ? Deprecations.of(info).map(Deprecations.Deprecation::warning).stream()
                        .toList()
                : custom.warnings();
    }

    /** The release from which on the resource is not served in this version; empty if nobody knows. */
    public String removedRelease() {
        return replacement == null
                ? Deprecations.of(info).map(Deprecations.Deprecation::removed).orElse("")
                : replacement.removed();
    }

    /** The resource in the version that is current where this one is not, or itself. */
    public Resource current() {
        return replacement == null ? this : replacement.successor();
    }

    public String kind() {
        return info.kind();
    }

    public String apiVersion() {
        return info.apiVersion();
    }

    public boolean namespaced() {
        return info.namespaced();
    }

    public StructType type() {
        return info.type();
    }

    /** The object with its gaps filled as this version fills them. */
    public JsonMap defaulted(JsonMap object) {
        return strategy.defaulted(object, type());
    }

    public boolean allows(String verb) {
        return info.verbs().contains(verb);
    }

    /** Group and plural, as messages name the resource. */
    public Named named() {
        // Upstream's own message about them has the singular.
        return new Named(info.group(), info.plural().equals("componentstatuses") ? "componentstatus" : info.plural());
    }

    /** Group and kind, as messages about invalid objects name it. */
    public Named namedKind() {
        // Upstream keeps events in their older form, and names them by it.
        return new Named(info.plural().equals("events") ? "" : info.group(), info.kind());
    }

    public static String key(String namespace, String name) {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
