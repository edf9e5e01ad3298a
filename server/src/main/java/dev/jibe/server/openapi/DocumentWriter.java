package dev.jibe.server.openapi;

import com.google.protobuf.CodedOutputStream;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.openapi.DocumentMessages.Field;
import dev.jibe.server.openapi.DocumentMessages.Message;
import dev.jibe.wire.grpc.Fields;
import java.io.IOException;

/**
 * Writes OpenAPI documents in protobuf, in the messages of gnostic, as clients in Go ask for them.
 *
 * <p>What the messages have no place for is left out, as upstream's server does.
 */
final class DocumentWriter {

    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int YAML = 2;
    private static final String EXTENSION = "x-";

    private final DocumentMessages messages;

    DocumentWriter(DocumentMessages messages) {
        this.messages = messages;
    }

    byte[] write(JsonMap document) {
        return message(messages.message(DocumentMessages.ROOT), document);
    }

    private byte[] message(Message message, Object value) {
        return Fields.message(out -> {
            var whole = message.whole();
            if (whole != null) {
                field(out, whole, value);
            } else if (!message.choices().isEmpty()) {
                var choice = message.choice(value);
                if (choice != null) {
                    one(out, choice.number(), choice.type(), value);
                }
            } else if (value instanceof JsonMap map) {
                for (int i = 0; i < map.size(); i++) {
                    entry(out, message, map.keyAt(i), map.valueAt(i));
                }
            }
        });
    }

    private void entry(CodedOutputStream out, Message message, String key, Object value) throws IOException {
        var field = message.fields().get(key);
        var others = message.others();
        if (field != null) {
            field(out, field, value);
        } else if (key.startsWith(EXTENSION) && message.extensions() > 0) {
            pair(out, message.extensions(), key, "any", value);
        } else if (others != null) {
            pair(out, others.number(), key, others.type(), value);
        }
    }

    private void pair(CodedOutputStream out, int number, String key, String type, Object value) throws IOException {
        out.writeByteArray(number, Fields.message(pair -> {
            pair.writeString(NAME, key);
            one(pair, VALUE, type, value);
        }));
    }

    private void field(CodedOutputStream out, Field field, Object value) throws IOException {
        if (field.repeated()) {
            for (var item : field.values(value)) {
                one(out, field.number(), field.type(), item);
            }
        } else if (!field.isScalar() || !isDefault(value)) {
            one(out, field.number(), field.type(), value);
        }
    }

    /** What proto3 leaves out of a scalar field. */
    private static boolean isDefault(Object value) {
        return value.equals("") || value.equals(false) || (value instanceof Number number && number.doubleValue() == 0);
    }

    private void one(CodedOutputStream out, int number, String type, Object value) throws IOException {
        switch (type) {
            case "s" -> out.writeString(number, value instanceof String text ? text : Json.text(value));
            case "b" -> out.writeBool(number, Boolean.TRUE.equals(value));
            case "n" -> out.writeInt64(number, value instanceof Number whole ? whole.longValue() : 0);
            case "d" -> out.writeDouble(number, value instanceof Number any ? any.doubleValue() : 0);
            case "any" -> out.writeByteArray(number, Fields.message(any -> any.writeString(YAML, Yaml.write(value))));
            default -> out.writeByteArray(number, message(messages.message(type), value));
        }
    }
}
