package dev.jibe.server.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DocumentWriterTest {

    private static UnknownFieldSet written(String table, String json) throws InvalidProtocolBufferException {
        var writer = new DocumentWriter(DocumentMessages.read(table));
        return UnknownFieldSet.parseFrom(
                writer.write(Json.parseMap(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))));
    }

    private static UnknownFieldSet in(UnknownFieldSet message, int... path) throws InvalidProtocolBufferException {
        var at = message;
        for (int number : path) {
            at = UnknownFieldSet.parseFrom(
                    at.getField(number).getLengthDelimitedList().getFirst());
        }
        return at;
    }

    private static String text(UnknownFieldSet message, int number) {
        ByteString bytes = message.getField(number).getLengthDelimitedList().getFirst();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void version2HasItsOperationsAndParameters() throws Exception {
        var document = written(
                "/openapi/version2.txt",
                "{'swagger':'2.0','paths':{'/api/v1/pods':{'get':{'operationId':'listPods','parameters':["
                        + "{'$ref':'#/parameters/limit'},{'in':'body','name':'body','required':true},"
                        + "{'in':'query','name':'watch','type':'boolean','uniqueItems':true}],"
                        + "'x-kubernetes-action':'list'}}}}");
        assertEquals("2.0", text(document, 1));
        var pair = in(document, 8, 2);
        assertEquals("/api/v1/pods", text(pair, 1));
        var get = in(pair, 2, 2);
        assertEquals("listPods", text(get, 5));
        var parameters = get.getField(8).getLengthDelimitedList();
        assertEquals(3, parameters.size());
        assertEquals("#/parameters/limit", text(in(UnknownFieldSet.parseFrom(parameters.get(0)), 2), 1));
        var body = in(UnknownFieldSet.parseFrom(parameters.get(1)), 1, 1);
        assertEquals("body", text(body, 2));
        assertEquals(1, body.getField(4).getVarintList().getFirst());
        var query = in(UnknownFieldSet.parseFrom(parameters.get(2)), 1, 2, 3);
        assertEquals("watch", text(query, 4));
        var extension = in(get, 13);
        assertEquals("x-kubernetes-action", text(extension, 1));
        assertEquals("list\n", text(in(extension, 2), 2));
    }

    @Test
    void version2HasItsDefinitions() throws Exception {
        var document = written(
                "/openapi/version2.txt",
                "{'definitions':{'T':{'type':'object','required':['a'],'additionalProperties':{'type':'string'},"
                        + "'properties':{'a':{'type':'array','items':{'$ref':'#/definitions/U'},'default':[]}}}}}");
        var pair = in(document, 9, 1);
        assertEquals("T", text(pair, 1));
        var type = in(pair, 2);
        assertEquals("object", text(in(type, 22), 1));
        assertEquals("a", text(type, 19));
        assertEquals("string", text(in(type, 21, 1, 22), 1));
        var property = in(type, 25, 1, 2);
        assertEquals("#/definitions/U", text(in(property, 23, 1), 1));
        assertEquals("[]\n", text(in(property, 5), 2));
    }

    @Test
    void version3TellsReferencesFromSchemas() throws Exception {
        var document = written(
                "/openapi/version3.txt",
                "{'openapi':'3.0.0','components':{'schemas':{'T':{'type':'object','properties':{"
                        + "'a':{'allOf':[{'$ref':'#/components/schemas/U'}],'default':{}},'b':{'type':'integer','default':0},"
                        + "'c':{'additionalProperties':true}}}}}}");
        var properties = in(document, 5, 1, 1, 2, 1, 31).getField(1).getLengthDelimitedList();
        var a = in(UnknownFieldSet.parseFrom(properties.get(0)), 2, 1);
        assertEquals("#/components/schemas/U", text(in(a, 26, 2), 1));
        assertTrue(a.hasField(33), "a default that has no form here is still there");
        var b = in(UnknownFieldSet.parseFrom(properties.get(1)), 2, 1);
        assertTrue(in(b, 33).hasField(1), "0 is a default too");
        assertFalse(b.hasField(26));
        var c = in(UnknownFieldSet.parseFrom(properties.get(2)), 2, 1);
        assertEquals(1, in(c, 32).getField(2).getVarintList().getFirst());
    }
}
