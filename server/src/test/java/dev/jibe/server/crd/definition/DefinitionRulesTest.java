package dev.jibe.server.crd.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.request.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with definitions. */
final class DefinitionRulesTest {

    private static JsonMap definition(String schema) {
        var text = "{'metadata':{'name':'things.example.com'},'spec':{'group':'example.com','scope':'Namespaced',"
                + "'names':{'plural':'things','singular':'thing','kind':'Thing','listKind':'ThingList'},"
                + "'conversion':{'strategy':'None'},'versions':[{'name':'v1','served':true,'storage':true,"
                + "'schema':{'openAPIV3Schema':" + schema + "}}]},'status':{'storedVersions':['v1']}}";
        return Json.parseMap(text.replace('\'', '"'));
    }

    private static String wrong(JsonMap definition) {
        return String.join(
                "; ",
                DefinitionRules.check(definition).stream()
                        .map(FieldError::toString)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string'}                            | ``
            {'x-kubernetes-int-or-string':true}          | ``
            {}                                           | .type: Required value: must not be empty for specified object fields
            {'type':'array'}                             | .items: Required value: must be specified
            {'type':'string','default':1}                | .default: Invalid value: "integer":  in body must be of type string: "integer"
            {'type':'object','default':{'b':1}}          | .default: Invalid value: {"b":1}: must not have unknown fields
            {'type':'string','allOf':[{'type':'string'}]} | .allOf[0].type: Forbidden: must be empty to be structural
            {'type':'string','uniqueItems':true}         | .uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic
            {'type':'integer','x-kubernetes-validations':[{'rule':'self > 1'}]}   | ``
            {'type':'integer','x-kubernetes-validations':[{'rule':'self + 1'}]}   | .x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self + 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: cel expression must evaluate to a bool
            """)
    void schemas(String property, String wrong) {
        var place = "spec.validation.openAPIV3Schema.properties[a]";
        assertEquals(
                wrong.isEmpty() ? "" : place + wrong,
                wrong(definition("{'type':'object','properties':{'a':" + property + "}}")));
    }

    /** A node whose schema is wrong keeps its rules from being looked at, and those of the nodes above it; no others. */
    @Test
    void rulesBesideWrongSchemas() {
        var shown = "Invalid value: {\"Rule\":\"self.x\",\"Message\":\"\",\"MessageExpression\":\"\",\"Reason\":null,"
                + "\"FieldPath\":\"\",\"OptionalOldSelf\":null}: compilation failed: ";
        var rule = "'x-kubernetes-validations':[{'rule':'self.x'}]";
        var wrong = wrong(definition("{'type':'object','properties':{"
                + "'a':{'type':'string','x-kubernetes-validations':[{'rule':'true','message':' '}]},"
                + "'b':{'type':'string'," + rule + "}}," + rule + "}"));
        var place = "spec.validation.openAPIV3Schema.properties";
        assertEquals(
                place
                        + "[a].x-kubernetes-validations[0].message: Invalid value: \" \": must be non-empty if specified; "
                        + place + "[b].x-kubernetes-validations[0].rule: " + shown,
                wrong.substring(0, wrong.indexOf("ERROR")));
    }

    @Test
    void namesAndVersions() {
        var good = definition("{'type':'object'}");
        assertEquals("", wrong(good));
        assertEquals(
                "metadata.name: Invalid value: \"things.example.com\": must be spec.names.plural+\".\"+spec.group",
                wrong(good.withAt("other", "spec", "names", "plural")));
        assertEquals(
                "spec.group: Invalid value: \"example\": should be a domain with at least one dot",
                wrong(good.withAt("example", "spec", "group").withAt("things.example", "metadata", "name")));
        assertEquals(
                "status.storedVersions[0]: Invalid value: \"v0\": missing from spec.versions; v0 was previously a storage"
                        + " version, and must remain in spec.versions until a storage migration ensures no data remains"
                        + " persisted in v0 and removes v0 from status.storedVersions",
                wrong(good.withAt(JsonList.of("v0", "v1"), "status", "storedVersions")));
    }

    @Test
    void whatCannotChangeOnceEstablished() {
        var old = definition("{'type':'object'}")
                .withAt(JsonList.of(JsonMap.of("type", "Established", "status", "True")), "status", "conditions");
        var changed = old.withAt("Cluster", "spec", "scope");
        assertEquals(
                "[spec.scope: Invalid value: \"Cluster\": field is immutable]",
                DefinitionRules.checkUpdate(changed, old).stream()
                        .map(FieldError::toString)
                        .toList()
                        .toString());
    }
}
