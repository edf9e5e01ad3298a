package dev.jibe.object.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.ownership.StructTypes;
import dev.jibe.object.ownership.TreeMerge;
import dev.jibe.object.patch.JsonPatch;
import dev.jibe.object.patch.MergePatch;
import dev.jibe.object.patch.PatchException;
import dev.jibe.object.patch.StrategicMergePatch;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.schema.StructType;
import java.util.Arrays;
import java.util.Optional;

/** Patches of all kinds, on any object: applied, or refused. The bytes are the object, a zero, and the patch, as JSON. */
final class PatchFuzzTest {

    private static final StructType POD = Schema.builtin().type("io.k8s.api.core.v1.Pod");

    private record Case(JsonMap object, Object patch) {}

    private static Optional<Case> read(byte[] data) {
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        try {
            var object = Json.parseMap(Arrays.copyOfRange(data, 0, end));
            return Optional.of(new Case(
                    object, Json.parse(Arrays.copyOfRange(data, Math.min(end + 1, data.length), data.length))));
        } catch (MalformedException notJson) {
            return Optional.empty();
        }
    }

    @FuzzTest
    void jsonPatch(byte[] data) {
        read(data).ifPresent(given -> {
            if (given.patch() instanceof JsonList patch) {
                try {
                    JsonPatch.apply(given.object(), patch);
                } catch (PatchException refused) {
                    return;
                }
            }
        });
    }

    /** Applied twice it is as applied once. */
    @FuzzTest
    void mergePatch(byte[] data) {
        read(data).ifPresent(given -> {
            if (given.patch() instanceof JsonMap patch) {
                var once = MergePatch.apply(given.object(), patch);
                assertEquals(once, MergePatch.apply(once, patch));
            }
        });
    }

    @FuzzTest
    void strategicMergePatch(byte[] data) {
        read(data).ifPresent(given -> {
            if (given.patch() instanceof JsonMap patch) {
                try {
                    StrategicMergePatch.apply(given.object(), patch, POD);
                } catch (PatchException | MalformedException refused) {
                    return;
                }
            }
        });
    }

    @FuzzTest
    void serverSideMerge(byte[] data) {
        read(data).ifPresent(given -> {
            if (given.patch() instanceof JsonMap config) {
                try {
                    TreeMerge.merge(given.object(), config, StructTypes.ofKind(POD));
                } catch (MalformedException refused) {
                    return;
                }
            }
        });
    }
}
