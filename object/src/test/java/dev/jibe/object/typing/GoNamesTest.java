package dev.jibe.object.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNamesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'spec':{'containers':[{'imagePullPolicy':[]}]}}|array into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy
                    {'spec':{'overhead':[]}}|array into Go struct field PodSpec.spec.overhead of type v1.ResourceList
                    {'spec':{'containers':[{'livenessProbe':{'httpGet':{'path':[]}}}]}}|array into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.path of type string
                    {'spec':{'ephemeralContainers':[{'image':{}}]}}|object into Go struct field EphemeralContainer.spec.ephemeralContainers.EphemeralContainerCommon.image of type string
                    {'spec':{'priority':9223372036854775808}}|number 9223372036854775808 into Go struct field PodSpec.spec.priority of type int32
                    """)
    void messagesNameTypesAsGoDoes(String text, String expected) {
        JsonMap pod = Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        var type = Schema.builtin().type("io.k8s.api.core.v1.Pod");
        var wrong = assertThrows(MalformedException.class, () -> Conform.conform(pod, type));
        assertEquals("json: cannot unmarshal " + expected, wrong.getMessage());
    }
}
