package dev.jibe.object.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.RawJson;
import dev.jibe.object.cbor.Cbor;
import dev.jibe.object.json.Json;
import dev.jibe.object.ownership.FieldSet;
import dev.jibe.object.ownership.FieldsV1;
import dev.jibe.object.protobuf.Protobuf;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.yaml.Yaml;
import java.util.Arrays;
import java.util.List;

/** The forms in which objects arrive: refused with {@link MalformedException}, or read so that writing loses nothing. */
final class DecoderFuzzTest {

    private static final List<StructType> TYPES = List.of(
            Schema.builtin().type("io.k8s.api.core.v1.Pod"),
            Schema.builtin().type("io.k8s.api.apps.v1.Deployment"),
            Schema.builtin().type("io.k8s.api.core.v1.Secret"),
            Schema.builtin().type("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition"));

    @FuzzTest
    void json(byte[] data) {
        Object value;
        try {
            value = Json.parse(data);
        } catch (MalformedException refused) {
            return;
        }
        // A whole number may come back as one that was given with a point.
        byte[] written = Json.write(value);
        assertArrayEquals(written, Json.write(Json.parse(written)));
    }

    @FuzzTest
    void cbor(byte[] data) {
        Object value;
        try {
            value = Cbor.read(data);
        } catch (MalformedException refused) {
            return;
        }
        if (value instanceof JsonMap map) {
            assertEquals(Json.text(map), Json.text(Cbor.read(Cbor.write(map, null))));
            Cbor.firstOf(data, List.of("metadata.name"));
        }
    }

    @FuzzTest
    void yaml(byte[] data) {
        List<Object> values;
        try {
            values = Yaml.parseAll(data);
        } catch (MalformedException refused) {
            return;
        }
        for (var value : values) {
            assertEquals(Json.text(value), Json.text(Yaml.parse(Yaml.write(value))));
        }
    }

    /**
     * The first byte says which message it is to be. Bytes that are no text are written as question marks, which may have
     * another place in the order of keys: only what was written twice must stay the same.
     */
    @FuzzTest
    void protobuf(byte[] data) {
        if (data.length == 0) {
            return;
        }
        var type = TYPES.get((data[0] & 0xff) % TYPES.size());
        byte[] written;
        try {
            written = again(again(Arrays.copyOfRange(data, 1, data.length), type), type);
        } catch (MalformedException refused) {
            return;
        }
        assertArrayEquals(written, again(written, type));
    }

    private static byte[] again(byte[] message, StructType type) {
        return Protobuf.write(Protobuf.read(message, type), type);
    }

    @FuzzTest
    void envelope(byte[] data) {
        if (!Protobuf.isSealed(data)) {
            return;
        }
        try {
            Protobuf.read(Protobuf.open(data), TYPES.getFirst());
        } catch (MalformedException refused) {
            return;
        }
    }

    @FuzzTest
    void managedFields(byte[] data) {
        FieldSet set;
        try {
            set = FieldsV1.decode(RawJson.of(Json.parse(data)));
        } catch (MalformedException refused) {
            return;
        }
        assertEquals(set, FieldsV1.decode(FieldsV1.encode(set)));
    }
}
