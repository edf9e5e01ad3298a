package dev.jibe.object.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with trees that become structs without JSON in between. */
class RestoreTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            admissionregistration.k8s.io | MutatingAdmissionPolicy | {"spec":{"matchConstraints":{"resourceRules":[{"operations":[1]}]}}} | cannot convert int64 to v1.OperationType
            admissionregistration.k8s.io | MutatingAdmissionPolicy | {"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[1]}]}}} | cannot convert int64 to string
            ``                           | Secret                  | {"data":{"a":"v"}} | error decoding from json: illegal base64 data at input byte 0
            ``                           | Secret                  | {"data":{"a":1}}   | cannot restore slice from int64
            """)
    void tells(String group, String kind, String object, String why) {
        var type = Objects.requireNonNull(Schema.builtin().kind(group, "v1", kind));
        var failure = assertThrows(MalformedException.class, () -> Restore.of(Json.parseMap(object), type));
        assertEquals(why, failure.getMessage());
    }
}
