package dev.jibe.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReceivedTest {

    private static JsonMap map(String text) {
        return Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void emptyListsAndMapsAreShownWhereNothingIsStored() {
        var received = new Received();
        received.note(map("{'spec':{'nodeSelector':{},'containers':[{'name':'c','args':[],'env':[{'name':'A'}]}]}}"));
        assertEquals(
                map(
                        "{'spec':{'nodeSelector':{},'containers':[{'name':'c','image':'i','args':[],'env':[{'name':'A'}]}]}}"),
                received.shown(
                        map("{'spec':{'containers':[{'name':'c','image':'i','env':[{'name':'A'}]}]}}"),
                        Schema.builtin().type("io.k8s.api.core.v1.Pod")));
    }
}
