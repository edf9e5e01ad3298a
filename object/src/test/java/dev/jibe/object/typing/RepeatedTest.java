package dev.jibe.object.typing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of keys that come twice. */
class RepeatedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'metadata':{'name':'x'},'metadata':{'uid':'y'}} | {'metadata':{'name':'x','uid':'y'}}
                    {'metadata':{'name':'x'},'metadata':null} | {'metadata':{'name':'x'}}
                    {'metadata':{'name':'x','name':null}} | {'metadata':{'name':'x'}}
                    {'metadata':{'labels':{'a':'b'},'labels':null}} | {'metadata':{'labels':null}}
                    {'metadata':{'labels':{'a':'b'},'labels':{'c':'d'}}} | {'metadata':{'labels':{'a':'b','c':'d'}}}
                    {'spec':{'containers':[{'name':'a'},{'name':'b'}],'containers':[{'image':'i'}]}} | {'spec':{'containers':[{'image':'i','name':'a'}]}}
                    {'spec':{'nodeName':1,'nodeName':'n'}} | {'spec':{'nodeName':1}}
                    {'spec':{'securityContext':{'fsGroup':1},'securityContext':null}} | {'spec':{'securityContext':null}}
                    {'nobody':1,'nobody':2} | {'nobody':2}
                    """)
    void whatComesLaterIsReadIntoWhatCameBefore(String text, String expected) {
        var type = Objects.requireNonNull(Schema.builtin().type("io.k8s.api.core.v1.Pod"));
        var read = Repeated.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
        assertEquals(Json.parse(expected.replace('\'', '"')), read);
    }
}
