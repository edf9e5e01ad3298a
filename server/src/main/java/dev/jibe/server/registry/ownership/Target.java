package dev.jibe.server.registry.ownership;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.ownership.FieldFilter;
import dev.jibe.object.ownership.MergeType;
import dev.jibe.object.ownership.StructTypes;
import dev.jibe.object.ownership.Updater;
import dev.jibe.object.ownership.Versions;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.Conform;
import dev.jibe.server.registry.Custom;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What objects are written to: a kind at a version.
 *
 * @param empty an object of the kind in which nothing has been set
 * @param custom what a definition says of the kind; null for built-in ones
 * @param defaults fills the gaps of an object in the form of the kind
 */
public record Target(
        String apiVersion,
        String kind,
        JsonMap empty,
        Versions versions,
        StructType type,
        @Nullable Custom custom,
        UnaryOperator<JsonMap> defaults) {

    /** A kind that is not stored, or only as a part of another. */
    public static Target of(String apiVersion, String kind, StructType type) {
        return new Target(
                apiVersion,
                kind,
                type.empty().with("apiVersion", apiVersion).with("kind", kind),
                Versions.only(apiVersion, StructTypes.ofKind(type)),
                type,
                null,
                object -> Defaults.apply(object, type));
    }

    static Target of(Resource resource, String subresource, Resources resources) {
        var nothing = resource.custom() == null ? resource.type().empty() : JsonMap.EMPTY;
        return new Target(
                resource.apiVersion(),
                resource.kind(),
                nothing.with("apiVersion", resource.apiVersion()).with("kind", resource.kind()),
                new Served(resource, subresource, resources),
                resource.type(),
                resource.custom(),
                resource::defaulted);
    }

    /** The object in the form of the kind, with defaults. */
    JsonMap conformed(JsonMap object) {
        return custom == null ? defaults.apply(Conform.conform(object, type).object()) : custom.filled(object);
    }

    Updater updater() {
        return new Updater(versions, apiVersion);
    }

    /** Group, version and kind as messages print them. */
    String printed() {
        return printed(apiVersion, kind);
    }

    static String printed(String apiVersion, String kind) {
        var version = apiVersion.indexOf('/') < 0 ? "/" + apiVersion : apiVersion;
        return version + ", Kind=" + kind;
    }

    /** The versions in which a resource is served. */
    private record Served(Resource resource, String subresource, Resources resources) implements Versions {

        private @Nullable Resource at(String apiVersion) {
            if (apiVersion.equals(resource.apiVersion())) {
                return resource;
            }
            int slash = apiVersion.indexOf('/');
            var group = slash < 0 ? "" : apiVersion.substring(0, slash);
            // Upstream knows the types of one group at a time: nothing becomes an event of the other group.
            if (!group.equals(resource.info().group())) {
                return null;
            }
            var other = resources.find(
                    group, apiVersion.substring(slash + 1), resource.info().plural());
            return other == null || !other.bucket().equals(resource.bucket()) ? null : other;
        }

        private Resource served(String apiVersion) {
            var found = at(apiVersion);
            if (found == null) {
                throw new IllegalArgumentException(
                        resource.info().plural() + " are not served in version " + apiVersion);
            }
            return found;
        }

        @Override
        public @Nullable MergeType type(String apiVersion) {
            var found = at(apiVersion);
            return found == null ? null : found.strategy().mergeType(found.type());
        }

        @Override
        public JsonMap convert(JsonMap object, String from, String to) {
            if (from.equals(to)) {
                return object;
            }
            return resource.custom() != null
                    ? relabelled(object, to)
                    : served(to).storage().fromStorage(served(from).storage().toStorage(object));
        }

        /** Custom resources are compared as they are, without what a conversion would drop. */
        private JsonMap relabelled(JsonMap object, String to) {
            try {
                var result = object.with("apiVersion", to);
                new Updater(this, to).check(result);
                return result;
            } catch (MalformedException e) {
                throw new NotConvertible(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public FieldFilter filter(String apiVersion) {
            var found = at(apiVersion);
            return found == null ? FieldFilter.all() : found.strategy().countedFields(subresource);
        }
    }
}
