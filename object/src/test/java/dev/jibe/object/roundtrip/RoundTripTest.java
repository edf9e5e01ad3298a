package dev.jibe.object.roundtrip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jibe.object.JsonMap;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.Conform;
import dev.jibe.object.typing.Conformed;
import dev.jibe.object.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each kind means the same in JSON, YAML and protobuf, and comes back as it was. */
class RoundTripTest {

    @TestFactory
    Stream<DynamicTest> everyKind() throws IOException {
        Path archive = Fixtures.archive();
        if (archive == null) {
            return Stream.of(dynamicTest(
                    "fixtures", () -> Assumptions.abort("the published round-trip fixtures are not on this machine")));
        }
        Map<String, byte[]> files = Fixtures.read(archive);
        return files.keySet().stream()
                .filter(name -> name.endsWith(".json"))
                .map(name -> name.substring(0, name.length() - ".json".length()))
                .map(name -> dynamicTest(name, () -> check(name, files)));
    }

    private static void check(String name, Map<String, byte[]> files) {
        JsonMap json = Json.parseMap(file(files, name + ".json"));
        StructType type = type(name);

        Conformed conformed = Conform.conform(json, type);
        assertEquals(List.of(), conformed.unknownFields(), "fields the schema does not know");
        assertEquals(Json.text(json), Json.text(conformed.object()), "JSON as the schema would have it");
        assertEquals(json, Json.parseMap(Json.write(json)), "JSON and back");

        assertEquals(
                Json.text(conformed.object()),
                Json.text(Conform.conform((JsonMap) Yaml.parse(file(files, name + ".yaml")), type)
                        .object()),
                "YAML as JSON");
        assertEquals(Json.text(json), Json.text(Yaml.parse(Yaml.write(json))), "YAML and back");

        var cbor = (JsonMap) Cbor.read(Cbor.write(conformed.object(), type));
        assertEquals(
                Json.text(conformed.object()),
                Json.text(Conform.conform(cbor, type).object()),
                "CBOR and back");
        assertEquals(Json.text(json), Json.text(Cbor.read(Cbor.write(json, null))), "CBOR of no known type and back");

        byte[] wire = file(files, name + ".pb");
        Protobuf.Envelope envelope = Protobuf.open(wire);
        JsonMap read = Protobuf.read(envelope.message(), type);
        JsonMap whole = json.has("kind") && type.field("kind") != null && isTypeMeta(type)
                ? read.with("apiVersion", envelope.apiVersion()).with("kind", envelope.kind())
                : read;
        assertEquals(Json.text(conformed.object()), Json.text(whole), "protobuf as JSON");
        assertArrayEquals(
                wire,
                Protobuf.seal(envelope.apiVersion(), envelope.kind(), conformed.object(), type),
                "JSON as protobuf, byte for byte");
    }

    private static boolean isTypeMeta(StructType type) {
        return Objects.requireNonNull(type.field("kind")).number() == 0;
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    /** Names are {@code <group>.<version>.<Kind>}, the core group's {@code core}. */
    private static StructType type(String name) {
        int kindAt = name.lastIndexOf('.');
        int versionAt = name.lastIndexOf('.', kindAt - 1);
        String group = name.substring(0, versionAt);
        return Objects.requireNonNull(
                Schema.builtin()
                        .kind(
                                group.equals("core") ? "" : group,
                                name.substring(versionAt + 1, kindAt),
                                name.substring(kindAt + 1)),
                name);
    }
}
