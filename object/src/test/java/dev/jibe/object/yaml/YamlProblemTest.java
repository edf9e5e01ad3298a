package dev.jibe.object.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstream's words for texts that are no YAML; ~ is a new line, > a tab. */
class YamlProblemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: b~>~c: d          | yaml: line 2: found a tab character that violates indentation
            a:~  - b: c~ > ~d: e | yaml: line 3: found a tab character that violates indentation
            a:~>~  b: c          | yaml: line 2: found character that cannot start any token
            a: 'b'~ >>~c: d      | yaml: line 2: found character that cannot start any token
            a:~- >b              | yaml: line 2: found character that cannot start any token
            b: .inf~a: -.inf     | json: unsupported value: -Inf
            a: !!binary x        | yaml: !!binary value contains invalid base64 data
            a: &m~  b: *m~       | yaml: anchor 'm' value contains itself
            a: *m~               | yaml: unknown anchor 'm' referenced
            """)
    void texts(String text, String why) {
        var yaml = text.replace('~', '\n').replace('>', '\t');
        assertEquals(
                why,
                assertThrows(MalformedException.class, () -> Yaml.parse(yaml)).getMessage());
    }

    /** A few hundred bytes must not become millions of members. */
    @Test
    void mergesOfMergesAreBounded() {
        var text = new StringBuilder("m0: &m0 {a: b}\n");
        for (int i = 1; i <= 40; i++) {
            text.append("m%d: &m%d {<<: [*m%d, *m%d]}\n".formatted(i, i, i - 1, i - 1));
        }
        assertEquals(
                "yaml: document contains excessive aliasing",
                assertThrows(MalformedException.class, () -> Yaml.parse(text.toString()))
                        .getMessage());
    }

    /** Nobody looks behind the first document; tabs may stand within brackets and behind what they do not indent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: b~---~c: d~c: e       | {"a":"b"}
            a: b~---~]               | {"a":"b"}
            a: [~>1,~>2~]~b:>c       | {"a":[1,2],"b":"c"}
            a: # >~  b:>c # >        | {"a":{"b":"c"}}
            a: b~  >~c: d            | {"a":"b","c":"d"}
            a: !!binary YQ==         | {"a":"a"}
            """)
    void readsAllTheSame(String text, String json) {
        var read = Yaml.read(text.replace('~', '\n').replace('>', '\t').getBytes(StandardCharsets.UTF_8));
        assertEquals(json, Json.text(read.value()));
        assertEquals(List.of(), read.duplicates());
    }

    /** What is merged into a map counts where it is said, and is told of where its value begins. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            m: &m~  a: 1~  b: 2~x:~  a: 3~  <<: *m | {"m":{"a":1,"b":2},"x":{"a":1,"b":2}} | line 2: key "a" already set in map
            m: &m~  a: 1~x:~  <<: *m~  a: 3        | {"m":{"a":1},"x":{"a":3}}             | line 5: key "a" already set in map
            x:~  <<: [{a: 1}, {a: 2, b: 3}]        | {"x":{"a":1,"b":3}}                   | line 2: key "a" already set in map
            a: {b: 1, b: 2}~a: 3                   | {"a":3}                               | line 1: key "b" already set in map
            """)
    void merges(String text, String json, String first) {
        var read = Yaml.read(text.replace('~', '\n').getBytes(StandardCharsets.UTF_8));
        assertEquals(json, Json.text(read.value()));
        assertEquals(first, read.duplicates().getFirst());
    }
}
