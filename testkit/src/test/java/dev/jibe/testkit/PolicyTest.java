package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies in CEL: what they refuse, change, count, and are warned of. Upstream's answers to the same. */
@JibeTest(nodes = 0)
final class PolicyTest {

    private static final String JSON = "application/json";
    private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps?dryRun=All";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final JsonList NEW_MAPS = rules("", "configmaps");

    private static JsonMap map(String quoted) {
        return Json.parseMap(quoted.replace('\'', '"'));
    }

    private static JsonList rules(String group, String plural) {
        return JsonList.of(map("{'apiGroups':['" + group + "'],'apiVersions':['v1'],'operations':['CREATE'],"
                + "'resources':['" + plural + "']}"));
    }

    private static JsonList changes(String... configurations) {
        return JsonList.copyOf(Stream.of(configurations)
                .map(text -> map("{'patchType':'ApplyConfiguration'}")
                        .with("applyConfiguration", JsonMap.of("expression", text)))
                .toList());
    }

    private static JsonList patches(String text) {
        return JsonList.of(map("{'patchType':'JSONPatch'}").with("jsonPatch", JsonMap.of("expression", text)));
    }

    private static JsonList expressions(String... texts) {
        return JsonList.copyOf(
                Stream.of(texts).map(text -> JsonMap.of("expression", text)).toList());
    }

    /** Makes a policy that changes new ConfigMaps, and binds it. */
    private static void change(Raw raw, String name, JsonMap more) throws IOException {
        var spec = map("{'reinvocationPolicy':'Never','failurePolicy':'Fail'}")
                .with("matchConstraints", JsonMap.of("resourceRules", NEW_MAPS));
        for (int i = 0; i < more.size(); i++) {
            spec = spec.with(more.keyAt(i), more.valueAt(i));
        }
        make(raw, "mutatingadmissionpolicies", name, spec);
        make(raw, "mutatingadmissionpolicybindings", name, JsonMap.of("policyName", name));
    }

    private static void make(Raw raw, String plural, String name, JsonMap spec) throws IOException {
        var made = raw.post(
                POLICIES + plural, JSON, Json.text(JsonMap.of("metadata", JsonMap.of("name", name), "spec", spec)));
        assertEquals(201, made.code(), made.message());
    }

    private static void remove(Raw raw, String plural, String... names) throws IOException {
        for (var name : names) {
            raw.delete(POLICIES + plural + "policybindings/" + name);
            raw.delete(POLICIES + plural + "policies/" + name);
        }
    }

    private static Raw.Answer create(Raw raw) throws IOException {
        return raw.post(MAPS, JSON, "{\"metadata\":{\"name\":\"m\"},\"data\":{\"k\":\"v\"}}");
    }

    private static List<String> causes(Raw.Answer answer) {
        return answer.body()
                .map("details")
                .list("causes")
                .maps()
                .map(c -> c.string("message"))
                .toList();
    }

    @Test
    void whatFailsKeepsOthersFromNothing(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            change(
                    raw,
                    "m2",
                    JsonMap.of(
                            "mutations",
                            changes("Object{data: {'a': object.data.x}}", "Object{data: {'a': object.data.y}}")));
            var failure = "expression 'Object{data: {'a': object.data.%1$s}}' resulted in error: no such key: %1$s";
            var denied = "policy 'm2' with binding 'm2' denied request: ";
            Samples.await().until(() -> create(raw).code() == 403);
            var refused = create(raw);
            assertEquals(denied + failure.formatted("x"), refused.message());
            assertEquals("Invalid", refused.body().string("reason"));
            assertEquals(List.of(denied + failure.formatted("x"), denied + failure.formatted("y")), causes(refused));
            remove(raw, "mutatingadmission", "m2");

            change(
                    raw,
                    "m4",
                    map("{'failurePolicy':'Ignore'}")
                            .with(
                                    "mutations",
                                    changes(
                                            "Object{data: {'a': 'b'}}",
                                            "Object{data: {'a': object.data.x}}",
                                            "Object{data: {'c': 'd'}}")));
            Samples.await().until(() -> create(raw).body().map("data").has("a"));
            assertEquals(map("{'k':'v','a':'b','c':'d'}"), create(raw).body().map("data"));
            remove(raw, "mutatingadmission", "m4");
            var metrics = raw.text("/metrics");
            for (var line : List.of(
                    "{error_type=\"invalid_error\",policy=\"m4\",policy_binding=\"m4\"}",
                    "{error_type=\"no_error\",policy=\"m4\",policy_binding=\"m4\"}")) {
                assertTrue(metrics.contains("apiserver_mutating_admission_policy_check_total" + line), line);
            }
        }
    }

    @Test
    void whatAPatchMakesIsReadStrictly(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            change(raw, "m12", JsonMap.of("mutations", patches("[JSONPatch{op: 'add', path: '/bogus', value: 1}]")));
            Samples.await().until(() -> create(raw).code() == 500);
            assertEquals(
                    "Internal error occurred: strict decoding error: unknown field \"bogus\"",
                    create(raw).message());
            remove(raw, "mutatingadmission", "m12");

            change(raw, "m13", JsonMap.of("mutations", patches("[JSONPatch{path: '/data/a', value: 'b'}]")));
            Samples.await().until(() -> create(raw).code() != 201);
            assertEquals(
                    "policy 'm13' with binding 'm13' denied request: JSON Patch: Unexpected kind: ",
                    create(raw).message());
            remove(raw, "mutatingadmission", "m13");
        }
    }

    @Test
    void changesAreOfTheTypeOfTheObject(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            change(
                    raw,
                    "m11",
                    JsonMap.of("mutations", changes("Object{data: {'a': 5}}", "Object{spec: Object.spec{x: 1}}")));
            var denied = "policy 'm11' with binding 'm11' denied request: error applying patch: failed to convert patch"
                    + " object to typed object: ";
            Samples.await().until(() -> create(raw).code() == 403);
            assertEquals(
                    List.of(
                            denied + ".data.a: expected string, got &value.valueUnstructured{Value:5}",
                            denied + ".spec: field not declared in schema"),
                    causes(create(raw)));
            remove(raw, "mutatingadmission", "m11");
        }
    }

    @Test
    void whatIsAskedIsDecidedBeforeAnythingChanges(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var selected =
                    JsonMap.of("resourceRules", NEW_MAPS).with("objectSelector", map("{'matchLabels':{'a':'b'}}"));
            change(
                    raw,
                    "m8",
                    JsonMap.of("matchConstraints", selected, "mutations", changes("Object{data: {'saw': 'it'}}")));
            change(
                    raw,
                    "m7",
                    JsonMap.of("mutations", changes("Object{metadata: Object.metadata{labels: {'a': 'b'}}}")));
            Samples.await().until(() -> create(raw).body().map("metadata").has("labels"));
            assertEquals(map("{'k':'v'}"), create(raw).body().map("data"));
            remove(raw, "mutatingadmission", "m7", "m8");
        }
    }

    @Test
    void failuresAreCountedByWhatTheyAre(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var spec = JsonMap.of(
                    "matchConstraints",
                    JsonMap.of("resourceRules", NEW_MAPS),
                    "matchConditions",
                    JsonList.of(JsonMap.of(
                            "name", "c", "expression", "object.metadata.name != 'm' || object.data.x == ''")),
                    "validations",
                    expressions("false"));
            make(raw, "validatingadmissionpolicies", "a5", spec);
            make(
                    raw,
                    "validatingadmissionpolicybindings",
                    "a5",
                    map("{'policyName':'a5','validationActions':['Deny']}"));
            Samples.await().until(() -> create(raw).code() == 422);
            assertEquals(
                    "configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'a5' with binding 'a5' denied request:"
                            + " expression 'object.metadata.name != 'm' || object.data.x == ''' resulted in error: no such"
                            + " key: x",
                    create(raw).message());
            remove(raw, "validatingadmission", "a5");
            var metrics = raw.text("/metrics");
            for (var line : List.of(
                    "validating_admission_policy_check_total{enforcement_action=\"deny\",error_type=\"invalid_error\","
                            + "policy=\"a5\",policy_binding=\"a5\"}",
                    "admission_match_condition_evaluation_errors_total{kind=\"policy\",name=\"a5\","
                            + "operation=\"CREATE\",type=\"validate\"}")) {
                assertTrue(metrics.contains("apiserver_" + line), line);
            }
        }
    }

    @Test
    void typesOfCustomResourcesAreChecked(Jibe cluster) throws IOException {
        var schema = map("{'type':'object','properties':{'spec':{'type':'object','properties':{"
                + "'n':{'type':'integer'},'any':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}}}}");
        var version =
                map("{'name':'v1','served':true,'storage':true}").with("schema", JsonMap.of("openAPIV3Schema", schema));
        var definition = map("{'metadata':{'name':'tings.example.com'}}")
                .with(
                        "spec",
                        map("{'group':'example.com','scope':'Namespaced','names':{'plural':'tings','kind':'Ting'}}")
                                .with("versions", JsonList.of(version)));
        try (var raw = new Raw(cluster)) {
            assertEquals(201, raw.post(DEFINITIONS, JSON, Json.text(definition)).code());
            Samples.await().until(() -> raw.statusOf("/apis/example.com/v1/tings") == 200);
            var spec = JsonMap.of(
                    "matchConstraints", JsonMap.of("resourceRules", rules("example.com", "tings")),
                    "paramKind", map("{'apiVersion':'v1','kind':'ConfigMap'}"),
                    "variables", JsonList.of(JsonMap.of("name", "v", "expression", "object.spec")),
                    "validations",
                            expressions(
                                    "object.spec.n == 1 && object.metadata.labels['a'] == 'b' && params.data['a'] == ''",
                                    "object.spec.n == 'x'",
                                    "object.spec.any.foo == 1",
                                    "params.nope == 1",
                                    "variables.v.n == 'x'"));
            make(raw, "validatingadmissionpolicies", "typed", spec);
            var path = POLICIES + "validatingadmissionpolicies/typed";
            Samples.await().until(() -> raw.getJson(path).body().map("status").has("observedGeneration"));
            var warnings = raw.getJson(path)
                    .body()
                    .map("status")
                    .map("typeChecking")
                    .list("expressionWarnings")
                    .maps()
                    .map(warning -> warning.string("fieldRef").replaceAll("\\D", "") + " "
                            + warning.string("warning").lines().findFirst().orElse(""))
                    .toList();
            var ting = " example.com/v1, Kind=Ting: ERROR: <input>:1:";
            assertEquals(
                    List.of(
                            "1" + ting + "15: found no matching overload for '_==_' applied to '(int, string)'",
                            "2" + ting + "16: undefined field 'foo'",
                            "3" + ting + "7: undefined field 'nope'",
                            "4" + ting + "15: found no matching overload for '_==_' applied to '(int, string)'"),
                    warnings);
            remove(raw, "validatingadmission", "typed");
            raw.delete(DEFINITIONS + "/tings.example.com");
        }
    }
}
