package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.Conform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings what others have made of an object back into the form of its type. */
public final class Conformity {

    private Conformity() {}

    /**
     * The object, conformed and defaulted.
     *
     * @param attributes whose object it is to be
     * @throws MalformedException if it is none of the type
     */
    public static JsonMap of(JsonMap object, Attributes attributes) {
        var custom = attributes.resource().custom();
        boolean main = attributes.apiVersion().equals(attributes.resource().apiVersion())
                && attributes.kind().equals(attributes.resource().kind());
        if (custom != null && main) {
            return custom.conform(object).object();
        }
        var type = type(attributes);
        if (type == null) {
            return object;
        }
        var conformed = Conform.conform(object, type).object();
        return main ? attributes.resource().defaulted(conformed) : Defaults.apply(conformed, type);
    }

    /**
     * The fields of an object of a built-in type that it cannot have.
     *
     * @throws MalformedException if it is none of the type
     */
    public static List<String> unknown(JsonMap object, Attributes attributes) {
        var type = attributes.resource().custom() == null ? type(attributes) : null;
        return type == null ? List.of() : Conform.conform(object, type).unknownFields();
    }

    /** The type of the object, which is a subresource's own if it has one; null if nobody knows it. */
    public static @Nullable StructType type(Attributes attributes) {
        var apiVersion = attributes.apiVersion();
        if (apiVersion.equals(attributes.resource().apiVersion())
                && attributes.kind().equals(attributes.resource().kind())) {
            return attributes.resource().type();
        }
        int slash = apiVersion.indexOf('/');
        return Schema.builtin()
                .kind(
                        slash < 0 ? "" : apiVersion.substring(0, slash),
                        apiVersion.substring(slash + 1),
                        attributes.kind());
    }
}
