package dev.jibe.object.defaults;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes objects of a type in which some fields are set and most are not. */
final class RandomObjects {
    private static final int MAX_DEPTH = 7;
    private static final List<String> WORDS = List.of(
            "", "Container", "ClientIP", "None", "NodePort", "LoadBalancer", "RollingUpdate", "User", "ExactCount");

    private final RandomGenerator random;

    RandomObjects(RandomGenerator random) {
        this.random = random;
    }

    JsonMap object(StructType type) {
        return struct(type, 0);
    }

    private JsonMap struct(StructType type, int depth) {
        JsonMap.Builder builder = JsonMap.builder();
        for (Field field : type.fields()) {
            if (depth < MAX_DEPTH && random.nextInt(3) == 0) {
                builder.put(field.name(), value(field.type(), depth + 1));
            }
        }
        return builder.build();
    }

    private Object value(FieldType type, int depth) {
        return switch (type) {
            case Scalar scalar -> scalar(scalar);
            case Ref(StructType struct) -> struct(struct, depth);
            case ListOf(FieldType element, boolean _) ->
                random.nextBoolean() ? JsonList.EMPTY : JsonList.of(value(element, depth));
            case MapOf(FieldType element) ->
                random.nextBoolean() ? JsonMap.EMPTY : JsonMap.of("key", value(element, depth));
        };
    }

    private Object scalar(Scalar scalar) {
        return switch (scalar) {
            case INT32, INT64 -> (long) random.nextInt(3);
            case BOOL -> random.nextBoolean();
            case DOUBLE -> random.nextDouble();
            case QUANTITY -> random.nextInt(4) + "00m";
            case INT_OR_STRING -> random.nextBoolean() ? (Object) "50%" : (Object) 1L;
            case STRING, BYTES, TIME, MICRO_TIME, DURATION, RAW, FIELDS_V1 -> WORDS.get(random.nextInt(WORDS.size()));
        };
    }
}
