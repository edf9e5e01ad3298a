package dev.jibe.server.audit;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiRequest.Body;
import java.util.Optional;

/** Objects in requests, as the audit log shows them. */
final class AuditBodies {

    private AuditBodies() {}

    /** What came in the body; empty if that cannot be read as an object. */
    static Optional<JsonMap> of(ApiRequest request) {
        return switch (request.body()) {
            case Body.None() -> Optional.empty();
            case Body.Tree(Object value) -> value instanceof JsonMap map ? Optional.of(map) : Optional.empty();
            case Body.Bytes(byte[] bytes) -> read(request.contentType(), bytes);
        };
    }

    private static Optional<JsonMap> read(String contentType, byte[] bytes) {
        try {
            var value = switch (contentType) {
                case "application/vnd.kubernetes.protobuf" -> protobuf(bytes);
                case "application/yaml", "application/apply-patch+yaml" -> Yaml.parse(bytes);
                case "application/cbor", "application/apply-patch+cbor" -> Cbor.read(bytes);
                default -> Json.parse(bytes);
            };
            return value instanceof JsonMap map ? Optional.of(map) : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static Object protobuf(byte[] bytes) {
        var envelope = Protobuf.open(bytes);
        var apiVersion = envelope.apiVersion();
        int slash = apiVersion.indexOf('/');
        var type = Schema.builtin()
                .kind(
                        slash < 0 ? "" : apiVersion.substring(0, slash),
                        apiVersion.substring(slash + 1),
                        envelope.kind());
        return type == null ? JsonMap.EMPTY : Protobuf.read(envelope, type);
    }

    static JsonMap withoutManagedFields(JsonMap object) {
        var plain = object.withoutAt("metadata", "managedFields");
        return plain.get("items") instanceof JsonList items
                ? plain.with("items", items.map(item -> item instanceof JsonMap map ? withoutManagedFields(map) : item))
                : plain;
    }
}
