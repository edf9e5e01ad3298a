package dev.jibe.object.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upstream's words for texts that are no YAML; ~ is a new line, > a tab. */
class YamlProblemTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: b~>~c: d          | yaml: line 2: found a tab character that violates indentation
            a:~  - b: c~ > ~d: e | yaml: line 3: found a tab character that violates indentation
            a: &m~  b: *m~       | yaml: anchor 'm' value contains itself
            a: *m~               | yaml: unknown anchor 'm' referenced
            """)
    void texts(String text, String why) {
        var yaml = text.replace('~', '\n').replace('>', '\t');
        assertEquals(
                why,
                assertThrows(MalformedException.class, () -> Yaml.parse(yaml)).getMessage());
    }
}
