package dev.jibe.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.json.Json;
import dev.jibe.server.request.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatchOperationsTest {

    private static Object json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | true | error decoding patch: json: cannot unmarshal object into Go value of type"
                        + " []handlers.jsonPatchOp",
                "'text' | true | error decoding patch: json: cannot unmarshal string into Go value of type"
                        + " []handlers.jsonPatchOp",
                "[[]] | true | error decoding patch: json: cannot unmarshal array into Go value of type"
                        + " handlers.jsonPatchOp",
                "[{'op':1}] | true | error decoding patch: json: cannot unmarshal number into Go struct field"
                        + " jsonPatchOp.op of type string",
                "{} | false | json: cannot unmarshal object into Go value of type jsonpatch.Patch",
                "[true] | false | json: cannot unmarshal bool into Go value of type jsonpatch.Operation",
            })
    void whatIsNoPatchIsRefused(String patch, boolean strict, String message) {
        assertEquals(
                message,
                assertThrows(ApiException.class, () -> PatchOperations.complaints(json(patch), strict))
                        .getMessage());
    }

    @Test
    void fieldsWithoutMeaningAreToldOf() {
        var patch = json("[{'op':'test','path':'/a','value':1},{'op':'remove','path':'/a','why':2}]");

        assertEquals(List.of("json patch unknown field \"[1].why\""), PatchOperations.complaints(patch, true));
        assertEquals(List.of(), PatchOperations.complaints(patch, false));
    }
}
