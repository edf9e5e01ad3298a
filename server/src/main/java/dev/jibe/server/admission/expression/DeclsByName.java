package dev.jibe.server.admission.expression;

import dev.jibe.server.cel.Decl;
import dev.jibe.server.cel.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declarations of types that are named as messages show them, such as {@code list(string)}. */
record DeclsByName(List<Decl> known) {

    private static final String LIST = "list(";
    private static final String MAP = "map(string, ";

    /** The declaration; anything if there is none of that name. */
    Decl of(String type) {
        if (type.startsWith(LIST)) {
            var element = of(type.substring(LIST.length(), type.length() - 1));
            return new Decl.ListOf(element, Limits.MAX_REQUEST_BYTES / 3, "", List.of());
        }
        if (type.startsWith(MAP)) {
            return new Decl.MapOf(of(type.substring(MAP.length(), type.length() - 1)), Limits.MAX_REQUEST_BYTES / 6);
        }
        return switch (type) {
            case "bool" -> Decl.BOOL;
            case "int" -> Decl.INT;
            case "double" -> Decl.DOUBLE;
            case "string" -> RequestTypes.STRING;
            case "bytes" -> new Decl.Scalar(Decl.Kind.BYTES, Limits.MAX_REQUEST_BYTES - 2, 2);
            case "google.protobuf.Timestamp" -> new Decl.Scalar(Decl.Kind.TIMESTAMP, 38, 21);
            case "google.protobuf.Duration" -> new Decl.Scalar(Decl.Kind.DURATION, 32, 3);
            default -> named(type);
        };
    }

    private Decl named(String type) {
        for (var decl : known) {
            var found = find(decl, type);
            if (found != null) {
                return found;
            }
        }
        return Decl.DYN;
    }

    private static @Nullable Decl find(Decl decl, String type) {
        return switch (decl) {
            case Decl.ObjectOf object -> object.name().equals(type) ? object : find(object, type);
            case Decl.ListOf list -> find(list.element(), type);
            case Decl.MapOf map -> find(map.value(), type);
            case Decl.Scalar _, Decl.Opaque _ -> null;
        };
    }

    private static @Nullable Decl find(Decl.ObjectOf object, String type) {
        for (var property : object.fields().values()) {
            var found = find(property.decl(), type);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
