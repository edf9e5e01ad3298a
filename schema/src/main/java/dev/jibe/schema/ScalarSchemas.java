package dev.jibe.schema;

import dev.jibe.schema.OpenApiSchemas.Dialect;
import dev.jibe.schema.TypeRef.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of types that JSON writes as one value: some are types of their own, others only a format. */
final class ScalarSchemas {
    private static final String QUANTITY = "k8s.io.apimachinery.pkg.api.resource.Quantity";
    private static final String INT_OR_STRING = "k8s.io.apimachinery.pkg.util.intstr.IntOrString";
    private static final String RAW = "k8s.io.apimachinery.pkg.runtime.RawExtension";
    private static final String EXTENSIONS = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.";

    private final Map<String, ProtoMessage> messages;

    ScalarSchemas(Map<String, ProtoMessage> messages) {
        this.messages = messages;
    }

    /** The type that has the scalar's schema, or an empty string if it is written in place. */
    static String typeOf(Scalar scalar, String owner) {
        return switch (scalar) {
            case QUANTITY -> QUANTITY;
            case INT_OR_STRING -> INT_OR_STRING;
            case TIME -> Joiner.META + "Time";
            case MICRO_TIME -> Joiner.META + "MicroTime";
            case DURATION -> Joiner.META + "Duration";
            case FIELDS_V1 -> Joiner.META + "FieldsV1";
            case RAW -> owner.startsWith(EXTENSIONS) ? Names.packageOf(owner) + ".JSON" : RAW;
            case STRING, INT32, INT64, BOOL, DOUBLE, BYTES -> "";
        };
    }

    /** Type and format of a scalar that is written in place. */
    void put(Map<String, Object> schema, Scalar scalar) {
        switch (scalar) {
            case INT32 -> putFormat(schema, "integer", "int32");
            case INT64 -> putFormat(schema, "integer", "int64");
            case DOUBLE -> putFormat(schema, "number", "double");
            case BYTES -> putFormat(schema, "string", "byte");
            case BOOL -> schema.put("type", "boolean");
            case STRING, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION, RAW, FIELDS_V1 ->
                schema.put("type", "string");
        }
    }

    private static void putFormat(Map<String, Object> schema, String type, String format) {
        schema.put("type", type);
        schema.put("format", format);
    }

    /** The schema of a type that is a scalar, or null. */
    @Nullable
    Map<String, Object> schema(String type, Dialect dialect) {
        if (!ProtoSource.isScalar(type)) {
            return null;
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        ProtoMessage message = messages.get(type);
        if (message != null && !message.comment().lines().isEmpty()) {
            schema.put("description", message.comment().description());
        }
        switch (Names.simple(type)) {
            case "Quantity" -> putEither(schema, dialect, "string", "number");
            case "IntOrString" -> {
                putEither(schema, dialect, "integer", "string");
                schema.put("format", "int-or-string");
            }
            case "Time", "MicroTime" -> putFormat(schema, "string", "date-time");
            case "Duration" -> schema.put("type", "string");
            case "JSON" -> {}
            default -> schema.put("type", "object");
        }
        return schema;
    }

    private static void putEither(Map<String, Object> schema, Dialect dialect, String one, String other) {
        if (dialect == Dialect.V2) {
            schema.put("type", "string");
        } else {
            schema.put("oneOf", List.of(Map.of("type", one), Map.of("type", other)));
        }
    }
}
