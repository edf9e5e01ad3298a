package dev.jibe.server.crd.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a schema drops, fills in and finds wrong. */
final class SchemaTest {

    private static JsonMap json(String text) {
        return Json.parseMap(text.replace('\'', '"'));
    }

    private static Structural schema(String properties) {
        return Structural.of(json("{'type':'object','properties':" + properties + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'type':'string'}}                                             | {'a':'x','b':1}         | {'a':'x'}           | b
            {'a':{'type':'object','properties':{'b':{'type':'string'}}}}        | {'a':{'b':'x','c':1}}   | {'a':{'b':'x'}}     | a.c
            {'l':{'type':'array','items':{'type':'object','properties':{}}}}    | {'l':[{'x':1},{}]}      | {'l':[{},{}]}       | l[0].x
            {'m':{'type':'object','additionalProperties':{'type':'string'}}}    | {'m':{'k':'v'}}         | {'m':{'k':'v'}}     | ``
            {'o':{'type':'object','x-kubernetes-preserve-unknown-fields':true}} | {'o':{'k':[1]}}         | {'o':{'k':[1]}}     | ``
            {'e':{'type':'object','x-kubernetes-embedded-resource':true}}       | {'e':{'kind':'K','z':1}} | {'e':{'kind':'K'}} | e.z
            """)
    void dropsWhatItDoesNotSpecify(String properties, String given, String kept, String dropped) {
        var names = new ArrayList<String>();
        var result = Pruning.resource(json(given), schema(properties), names);
        assertEquals(json(kept), result);
        assertEquals(dropped, String.join(",", names));
        assertSame(result, Pruning.resource(result, schema(properties), null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'type':'integer','default':3}}                                                    | {}            | {'a':3}
            {'a':{'type':'integer','default':3}}                                                    | {'a':null}    | {'a':3}
            {'a':{'type':'integer','default':3,'nullable':true}}                                    | {'a':null}    | {'a':null}
            {'o':{'type':'object','default':{},'properties':{'b':{'type':'string','default':'x'}}}} | {}            | {'o':{'b':'x'}}
            {'l':{'type':'array','items':{'type':'object','properties':{'b':{'default':1}}}}}       | {'l':[{}]}    | {'l':[{'b':1}]}
            {'m':{'type':'object','additionalProperties':{'properties':{'b':{'default':1}}}}}       | {'m':{'k':{}}} | {'m':{'k':{'b':1}}}
            {'m':{'type':'object','additionalProperties':{'type':'boolean','default':true}}}        | {'m':{'k':null}} | {'m':{'k':true}}
            """)
    void fillsInDefaults(String properties, String given, String filled) {
        var result =
                Filling.resource((JsonMap) Pruning.withoutNulls(json(given), schema(properties)), schema(properties));
        assertEquals(json(filled), result);
        assertSame(result, Filling.resource(result, schema(properties)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'type':'string'}}                       | {'a':1}     | a: Invalid value: "integer": a in body must be of type string: "integer"
            {'a':{'type':'integer'}}                      | {'a':1.5}   | `a: Invalid value: "number": a in body must be of type integer: "number", <nil>: Invalid value: "": Checked value must be of type integer (default format) in a`
            {'a':{'type':'integer','format':'int32'}}     | {'a':-2147483648} | ``
            {'a':{'type':'integer','format':'int32'}}     | {'a':2147483648}  | <nil>: Invalid value: "": Checked value must be of type integer with format int32 in a
            {'a':{'type':'number','format':'float'}}      | {'a':1e300} | <nil>: Invalid value: "": Checked value must be of type number with format float in a
            {'a':{'type':'number','maximum':1500000}}     | {'a':2e6}   | a: Invalid value: 2e+06: a in body should be less than or equal to 1.5e+06
            {'a':{'type':'integer','maximum':1500000}}    | {'a':2000000} | a: Invalid value: 2000000: a in body should be less than or equal to 1500000
            {'a':{'type':'integer'}}                      | {'a':2.0}   | ``
            {'a':{'x-kubernetes-int-or-string':true}}     | {'a':true}  | a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"
            {'a':{'type':'string','maxLength':1}}         | {'a':'xy'}  | a: Too long: may not be more than 1 bytes
            {'a':{'type':'string','enum':['x']}}          | {'a':'y'}   | a: Unsupported value: "y": supported values: "x"
            {'a':{'type':'string','pattern':'^x'}}        | {'a':'y'}   | a: Invalid value: "y": a in body should match '^x'
            {'a':{'type':'string','format':'ipv4'}}       | {'a':'::1'} | a: Invalid value: "::1": a in body must be of type ipv4: "::1"
            {'a':{'type':'string','format':'shoe'}}       | {'a':'x'}   | ``
            {'a':{'type':'string','format':'byte'}}       | {'a':1}     | a: Invalid value: "int64": a in body must be of type byte: "int64"
            {'a':{'type':'object','format':'byte'}}       | {'a':[1]}   | a: Invalid value: "array": a in body must be of type object: "array"
            {'a':{'type':'number','multipleOf':0.5}}      | {'a':0.7}   | a: Invalid value: 0.7: a in body should be a multiple of 0.5
            {'a':{'type':'array','minItems':1,'items':{}}} | {'a':[]}   | a: Invalid value: 0: a in body should have at least 1 items
            {'a':{'type':'object','required':['b']}}      | {'a':{}}    | a.b: Required value
            {'a':{'type':'object','maxProperties':1,'additionalProperties':{'type':'string'}}} | {'a':{'b':1,'c':'x'}} | `a: Too many: 2: must have at most 1 items, a.b: Invalid value: "integer": a.b in body must be of type string: "integer"`
            {'a':{'not':{'enum':['x']}}}                  | {'a':'x'}   | <nil>: Invalid value: "": "a" must not validate the schema (not)
            """)
    void saysWhatIsWrong(String properties, String given, String wrong) {
        assertEquals(wrong, texts(SchemaCheck.check(json(given), schema(properties))));
    }

    @Test
    void whatWasWrongBeforeIsLetPass() {
        var schema = schema("{'a':{'type':'string','pattern':'^x'},'b':{'type':'string'}}");
        var old = json("{'a':'bad','b':'1'}");
        assertEquals(List.of(), SchemaCheck.checkUpdate(json("{'a':'bad','b':'2'}"), old, schema));
        assertEquals(
                1,
                SchemaCheck.checkUpdate(json("{'a':'worse','b':'1'}"), old, schema)
                        .size());
    }

    @Test
    void aStatusIsLookedAtAlone() {
        var schema =
                schema("{'spec':{'type':'string'},'status':{'type':'object','properties':{'n':{'type':'integer'}}}}");
        assertEquals(
                "status.n: Invalid value: \"array\": n in body must be of type integer: \"array\"",
                texts(SchemaCheck.checkStatus(
                        json("{'spec':1,'status':{'n':[null]}}"), json("{'spec':2,'status':{}}"), schema)));
    }

    @Test
    void itemsOfMapListsAreComparedByTheirKeys() {
        var schema = schema("{'l':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],"
                + "'items':{'type':'object','properties':{'v':{'type':'string','maxLength':1}}}}}");
        var old = json("{'l':[{'k':'a','v':'long'}]}");
        assertEquals("", texts(SchemaCheck.checkUpdate(json("{'l':[{'k':'b'},{'k':'a','v':'long'}]}"), old, schema)));
        assertEquals(
                "l[1]: Duplicate value: {\"k\":\"a\"}",
                texts(ListCheck.check(json("{'l':[{'k':'a'},{'k':'a'}]}"), schema)));
    }

    private static String texts(List<FieldError> errors) {
        return String.join(", ", errors.stream().map(FieldError::toString).toList());
    }
}
