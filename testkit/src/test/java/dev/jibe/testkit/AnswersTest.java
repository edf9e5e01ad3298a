package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonMap;
import dev.jibe.wire.http.Headers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server says to requests that differ a little from those of well-behaved clients: upstream's words. */
@JibeTest(nodes = 0)
final class AnswersTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String UNRECOGNIZED = "the object provided is unrecognized (must be of type ConfigMap): ";

    private static final String REVISIONS = "/apis/apps/v1/namespaces/default/controllerrevisions";
    private static final String TEMPLATES = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaimtemplates";
    private static final String HEADLESS =
            "{\"metadata\":{\"name\":\"headless\"},\"spec\":{\"clusterIP\":\"None\",\"ports\":[{\"port\":80}]}}";
    private static final String PLACED = """
            {"metadata":{"name":"placed"},"spec":{"nodeName":"nowhere","containers":[{"name":"c","image":"i"}],
            "resources":{"requests":{"cpu":"2"}}}}
            """;

    /**
     * A request and the answer to it.
     *
     * @param request method and path
     * @param body in which ' stands for "
     */
    record Row(String request, String body, int code, String message) {}

    static Stream<Row> rows() {
        return Stream.of(
                // What an object says that it is
                new Row(
                        "POST " + MAPS,
                        "{'kind':[1],'metadata':{'name':'x'}}",
                        400,
                        UNRECOGNIZED + "couldn't get version/kind; json parse error: json: cannot unmarshal array into"
                                + " Go struct field .kind of type string ({'kind':[1],'metadata':{'name' ...)"),
                new Row(
                        "POST " + MAPS,
                        "{'APIVERSION':{},'apiVersion':'v1'}",
                        400,
                        UNRECOGNIZED + "couldn't get version/kind; json parse error: json: cannot unmarshal object into"
                                + " Go struct field .apiVersion of type string ({'APIVERSION':{},'apiVersion': ...)"),
                new Row(
                        "POST " + MAPS,
                        "{'apiVersion':'a/b/c'}",
                        400,
                        UNRECOGNIZED + "unexpected GroupVersion string: a/b/c ({'apiVersion':'a/b/c'})"),
                new Row(
                        "POST " + MAPS,
                        "{'apiVersion':'v1','kind':'Pod','spec':{'nodeName':1}}",
                        400,
                        "Pod in version 'v1' cannot be handled as a ConfigMap: json: cannot unmarshal number into Go"
                                + " struct field PodSpec.spec.nodeName of type string"),
                new Row(
                        "POST " + MAPS,
                        "{'apiVersion':'v1','kind':'Po\\'d'}",
                        400,
                        "Po'd in version 'v1' cannot be handled as a ConfigMap: no kind 'Po\\'d' is registered for"
                                + " version 'v1' in scheme 'pkg/api/legacyscheme/scheme.go:30'"),
                new Row(
                        "POST " + MAPS,
                        "{'apiVersion':'x\\ny','kind':'ConfigMap'}",
                        400,
                        "ConfigMap in version 'x\\ny' cannot be handled as a ConfigMap: no kind 'ConfigMap' is registered"
                                + " for version 'x\\ny' in scheme 'pkg/api/legacyscheme/scheme.go:30'"),
                new Row(
                        "POST /apis/apiregistration.k8s.io/v1/apiservices",
                        "{'apiVersion':'v1','kind':'Secret'}",
                        400,
                        "Secret in version 'v1' cannot be handled as a APIService: no kind 'Secret' is registered for"
                                + " version 'v1' in scheme 'pkg/runtime/scheme.go:111'"),
                // Keys that come twice
                new Row(
                        "POST " + MAPS + "?dryRun=All",
                        "{'metadata':{'name':'x'},'metadata':{'labels':{'a':'b'}},'metadata':{'name':null}}",
                        201,
                        ""),
                // Numbers as they were written
                new Row(
                        "POST /apis/apps/v1/namespaces/default/deployments",
                        "{'spec':{'replicas':1e30}}",
                        400,
                        "Deployment in version 'v1' cannot be handled as a Deployment: json: cannot unmarshal number"
                                + " 1e30 into Go struct field DeploymentSpec.spec.replicas of type int32"),
                new Row(
                        "POST /api/v1/namespaces/default/secrets",
                        "{'data':{'a':[1,300]}}",
                        400,
                        "Secret in version 'v1' cannot be handled as a Secret: json: cannot unmarshal number 300 into Go"
                                + " struct field Secret.data of type uint8"),
                // Selectors
                new Row(
                        "GET " + MAPS + "?fieldSelector=a%5C%3Db",
                        "",
                        400,
                        "'a\\\\' is not a known field selector: only 'metadata.name', 'metadata.namespace'"),
                new Row("GET " + MAPS + "?fieldSelector=%3D", "", 200, ""),
                new Row(
                        "GET " + MAPS + "?labelSelector=%3Db&resourceVersionMatch=x",
                        "",
                        400,
                        "found '=', expected: !, identifier, or 'end of string'"),
                new Row(
                        "DELETE " + MAPS + "?labelSelector=a%3Db%2C&resourceVersion=-1",
                        "",
                        400,
                        "found '', expected: identifier after ','"),
                // Times
                new Row(
                        "POST /apis/coordination.k8s.io/v1/namespaces/default/leases",
                        "{'metadata':{'name':'x'},'spec':{'acquireTime':'ü'}}",
                        400,
                        "Lease in version 'v1' cannot be handled as a Lease: parsing time '\\xc3\\xbc' as"
                                + " '2006-01-02T15:04:05.000000Z07:00': cannot parse '\\xc3\\xbc' as '2006'"),
                // Names and identities
                new Row(
                        "PUT " + MAPS + "/none",
                        "{'metadata':{'name':'none','uid':'44444444-4444-4444-8444-444444444444'}}",
                        404,
                        "configmaps 'none' not found"),
                new Row("GET " + MAPS + "/a%0Ab", "", 404, "configmaps 'a\\nb' not found"),
                new Row(
                        "PUT /apis/coordination.k8s.io/v1/namespaces/default/leases/x",
                        "{'metadata':{'name':'x','resourceVersion':'abc'},'spec':{}}",
                        500,
                        "strconv.ParseUint: parsing 'abc': invalid syntax"),
                new Row("GET " + MAPS + "/%ff%C3%BC", "", 404, "configmaps '\\xffü' not found"),
                new Row(
                        "POST /apis/apps/v1/namespaces/default/daemonsets",
                        "{'metadata':{'name':'x','annotations':{'deprecated.daemonset.template.generation':'x'}}}",
                        400,
                        "DaemonSet in version 'v1' cannot be handled as a DaemonSet: strconv.ParseInt: parsing 'x':"
                                + " invalid syntax"),
                new Row(
                        "POST /api/v1/namespaces/default/serviceaccounts/default/token",
                        "{'spec':{'boundObjectRef':{'uid':1}}}",
                        400,
                        "TokenRequest in version 'v1' cannot be handled as a TokenRequest: json: cannot unmarshal number"
                                + " into Go struct field BoundObjectReference.spec.boundObjectRef.uid of type types.UID"),
                new Row("GET /api/v1/namespaces//configmaps/x", "", 400, "Namespace parameter required."),
                new Row(
                        "POST /api/v1/namespaces//configmaps",
                        "{'metadata':{'name':'x'}}",
                        422,
                        "ConfigMap 'x' is invalid: metadata.namespace: Required value"),
                // Options of a deletion
                new Row(
                        "DELETE " + MAPS + "/x",
                        "{'kind':'Status','apiVersion':'v1'}",
                        400,
                        "converting (v1.Status) to (v1.DeleteOptions): unknown conversion"),
                new Row(
                        "DELETE " + MAPS + "/x",
                        "{'apiVersion':'a/b/c'}",
                        400,
                        "unexpected GroupVersion string: a/b/c"),
                // Definitions
                new Row(
                        "POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All",
                        """
                        {'metadata':{'name':'things.ex.com'},'spec':{'group':'ex.com','scope':'Namespaced',
                        'names':{'plural':'things','kind':'Thing'},'versions':[{'name':'v1','served':true,'storage':true,
                        'schema':{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object','default':[]}}}}}]}}
                        """,
                        422,
                        "CustomResourceDefinition.apiextensions.k8s.io 'things.ex.com' is invalid:"
                                + " spec.validation.openAPIV3Schema.properties[spec].default: Invalid value: 'array':  in"
                                + " body must be of type object: 'array'"),
                new Row(
                        "POST /api/v1/namespaces/default/services",
                        "{'metadata':{},'spec':{'clusterIP':'10.96.0.77','ports':[{'port':80}]}}",
                        422,
                        "Service '' is invalid: spec.clusterIPs: Invalid value: ['10.96.0.77']: failed to allocate IP"
                                + " 10.96.0.77: IPAddress.networking.k8s.io '10.96.0.77' is invalid:"
                                + " spec.parentRef.name: Required value"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answers(Row row, Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var headers = Headers.of("content-type", "application/json");
            var answer = raw.ask(row.request(), headers, row.body().replace('\'', '"'));
            assertAll(
                    () -> assertEquals(row.message(), answer.message().replace('"', '\'')),
                    () -> assertEquals(row.code(), answer.code()));
        }
    }

    /** What patches may make of the kind of an object, and of fields that they give no value. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            merge-patch           | {'kind':'Pod'}                             | 422 | ` '' is invalid: patch: Invalid value: * converting (v1.Pod) to (core.ConfigMap): unknown conversion`
            merge-patch           | {'kind':7}                                 | 422 | ` '' is invalid: patch: Invalid value: * couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string`
            merge-patch           | {'apiVersion':null}                        | 400 | the name of the object (patched based on URL) was undeterminable: name must be provided
            merge-patch           | {'kind':null}                              | 200 | ``
            json-patch            | [{'op':'move','path':'/kind','from':'/apiVersion'}] | 422 | ` '' is invalid: patch: Invalid value: * no kind 'v1' is registered for the internal version of group '' in scheme 'pkg/api/legacyscheme/scheme.go:30'`
            strategic-merge-patch | {'kind':'Pod','apiVersion':'x/y'}          | 200 | ``
            json-patch            | [{'op':'add','path':'/data'}]              | 200 | ``
            json-patch            | [{'op':'remove','path':'/apiVersion'}]     | 400 | the name of the object (patched based on URL) was undeterminable: name must be provided
            """)
    void patchesOfKinds(String type, String body, int code, String message, Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            raw.post(MAPS, "application/json", "{\"metadata\":{\"name\":\"patched\"},\"data\":{\"a\":\"b\"}}");
            var answer = raw.ask(
                    "PATCH " + MAPS + "/patched",
                    Headers.of("content-type", "application/" + type + "+json"),
                    body.replace('\'', '"'));
            var said = answer.message().replace('"', '\'').replaceAll("value: '.*\\}': ", "value: * ");
            assertAll(() -> assertEquals(message, said), () -> assertEquals(code, answer.code()));
        }
    }

    /** What changes of an object that is there are answered with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT MAPS/timed                                   | json             | {'metadata':{'name':'timed','deletionTimestamp':'0001-01-01T00:00:00Z'}} | 422 | ConfigMap 'timed' is invalid: metadata.deletionTimestamp: Invalid value: null: field is immutable
            PATCH MAPS/timed?fieldManager=m&fieldValidation=Strict | apply-patch+yaml | {'apiVersion':'v1','kind':'ConfigMap','data':{'a':'1','a':'2'}} | 400 | `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:~  line 1: key 'a' already set in map`
            PATCH SECRETS/none?fieldManager=m                | apply-patch+yaml | {'apiVersion':'v1','kind':'Secret','metadata':{'name':'none'},'data':{'a':'v'}} | 500 | failed to convert new object (/none; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64 data at input byte 0
            POST ACCOUNTS/default/token                      | json             | {'metadata':{'namespace':'other'},'spec':{}} | 400 | the namespace of the provided object does not match the namespace sent on the request
            POST ACCOUNTS/default/token                      | json             | {'spec':{'boundObjectRef':{'apiVersion':'v1','kind':'Pod'}}} | 400 | Name parameter required.
            POST ACCOUNTS/default/token                      | json             | {'spec':{'boundObjectRef':{}}} | 400 | cannot bind token to object of type /, Kind=
            PUT SERVICES/headless                            | json             | {'metadata':{'name':'headless'},'spec':{'clusterIP':'10.96.0.9','ports':[{'port':80}]}} | 422 | Service 'headless' is invalid: spec.ipFamilyPolicy: Invalid value: 'RequireDualStack': this cluster is not configured for dual-stack services
            POST TEMPLATES                                   | json             | {'metadata':{'name':'x'},'spec':{'metadata':{'name':'n','finalizers':[]},'spec':{}}} | 422 | ResourceClaimTemplate.resource.k8s.io 'x' is invalid: [spec.metadata.name: Forbidden: cannot be set, spec.metadata.finalizers: Forbidden: cannot be set]
            PATCH PODS/placed/resize                         | merge-patch+json | {'spec':{'resources':{'requests':{'cpu':'1'}}}} | 403 | pods 'placed' is forbidden: node 'nowhere' not found
            PATCH REVISIONS/spaced                           | merge-patch+json | {'metadata':{'labels':{'a':'b'}}} | 422 | ControllerRevision.apps 'spaced' is invalid: data: Invalid value: {'a':1}: field is immutable
            PATCH REVISIONS/plain                            | merge-patch+json | {'metadata':{'labels':{'a':'b'}}} | 200 | ``
            PATCH /apis/networking.k8s.io/v1/servicecidrs/kubernetes?fieldManager=m&force=1&dryRun=All | apply-patch+yaml | {'apiVersion':'networking.k8s.io/v1','kind':'ServiceCIDR','spec':{'cidrs':[]}} | 422 | ServiceCIDR.networking.k8s.io 'kubernetes' is invalid: spec.cidrs: Invalid value: []: field is immutable
            PATCH PODS/placed/ephemeralcontainers            | merge-patch+json | {'spec':{'ephemeralContainers':[{'name':'f','image':'i','resizePolicy':[]}]}} | 422 | Pod 'placed' is invalid: spec.ephemeralContainers[0].resizePolicy: Forbidden: cannot be set for an Ephemeral Container
            PATCH ACCOUNTS/odd                               | strategic-merge-patch+json | {'$setElementOrder/secrets':[{'name':'b'}]} | 500 | map: map[] does not contain declared merge key: name
            POST PODS                                        | json             | {'metadata':{'name':'x'},'spec':{'runtimeClassName':'a/b','containers':[{'name':'c','image':'i'}]}} | 500 | invalid resource name 'a/b': [may not contain '/']
            POST PODS                                        | json             | {'metadata':{'name':'x'},'spec':{'serviceAccount':'a/b','containers':[{'name':'c','image':'i'}]}} | 403 | pods 'x' is forbidden: error looking up service account default/a/b: invalid resource name 'a/b': [may not contain '/']
            POST PODS/placed/exec?command=a                  | json             | `` | 404 | pods 'nowhere' not found
            PUT /apis/node.k8s.io/v1/runtimeclasses/made?dryRun=All | json      | {'metadata':{'name':'made'},'handler':'h'} | 201 | ``
            GET SERVICES/none/proxy/                         | json             | `` | 404 | services 'none' not found
            GET PODS/placed/proxy                            | json             | `` | 400 | address not allowed
            """)
    void changes(String request, String type, String body, int code, String message, Jibe cluster) throws IOException {
        var pods = "/api/v1/namespaces/default/pods";
        var services = "/api/v1/namespaces/default/services";
        try (var raw = new Raw(cluster)) {
            raw.post(MAPS, "application/json", "{\"metadata\":{\"name\":\"timed\"}}");
            raw.post(pods, "application/json", PLACED);
            var plain = "{\"metadata\":{\"name\":\"plain\"},\"revision\":1,\"data\":{\"a\":1}}";
            raw.post(REVISIONS, "application/json", plain);
            raw.post(
                    REVISIONS,
                    "application/json",
                    plain.replace("plain", "spaced").replace(":1}}", ": 1}}"));
            raw.post(services, "application/json", HEADLESS);
            raw.post(
                    "/api/v1/namespaces/default/serviceaccounts",
                    "application/json",
                    "{\"metadata\":{\"name\":\"odd\"},\"secrets\":[{}]}");
            var answer = raw.ask(
                    request.replace("MAPS", MAPS)
                            .replace("SERVICES", services)
                            .replace("TEMPLATES", TEMPLATES)
                            .replace("PODS", pods)
                            .replace("REVISIONS", REVISIONS)
                            .replace("SECRETS", "/api/v1/namespaces/default/secrets")
                            .replace("ACCOUNTS", "/api/v1/namespaces/default/serviceaccounts"),
                    Headers.of("content-type", "application/" + type),
                    body.replace('\'', '"'));
            var said = answer.message().replace('"', '\'').replace('\n', '~');
            assertAll(() -> assertEquals(message, said), () -> assertEquals(code, answer.code()));
        }
    }

    /** What is described, and takes no body, minds what a request says of its body. */
    @Test
    void bodiesOfDiscovery(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var text = Headers.of("content-type", "text/plain");
            assertEquals(415, raw.ask("GET /apis/apps/v1", text, "").code());
            var nothing = Headers.of("accept", "application/*");
            assertEquals(415, raw.ask("PATCH " + MAPS + "/x", nothing, "{}").code());
            assertEquals(200, raw.ask("GET /apis/apps", text, "").code());
            assertEquals(
                    200,
                    raw.ask("GET /apis/apps/v1", Headers.of("content-type", "application/json;a=b"), "")
                            .code());
        }
    }

    /** What the server has to say of a schema of flows it says by an apply. */
    @Test
    void statusOfFlows(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var schemas = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
            raw.post(schemas, "application/json", """
                    {"metadata":{"name":"dangling"},"spec":{"priorityLevelConfiguration":{"name":"none"}}}""");
            Samples.await()
                    .until(() -> raw.getJson(schemas + "/dangling")
                            .body()
                            .map("metadata")
                            .list("managedFields")
                            .maps()
                            .anyMatch(it -> it.string("operation").equals("Apply")
                                    && it.string("manager").equals("api-priority-and-fairness-config-consumer-v1")));
        }
    }

    /** Only who makes an object by an apply may say what the server says of others. */
    @Test
    void metadataOfAnApply(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var body =
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"linked\",\"selfLink\":\"x\"}}";
            var applied = raw.ask(
                    "PATCH " + MAPS + "/linked?fieldManager=m&dryRun=All",
                    Headers.of("content-type", "application/apply-patch+yaml"),
                    body);
            assertEquals("x", applied.body().map("metadata").string("selfLink"));
            var posted = raw.post(MAPS + "?dryRun=All", "application/json", body);
            assertEquals("", posted.body().map("metadata").string("selfLink"));
        }
    }

    /** Whoever may not write is told so, however much there was to be read. */
    @Test
    void rightsBeforeSizes(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var large = "{\"data\":{\"a\":\"" + "x".repeat(4 << 20) + "\"}}";
            assertEquals(413, raw.post(MAPS, "application/json", large).code());
            assertEquals(403, raw.postAsNobody(MAPS, large).code());
        }
    }

    /** A second deletion without sense in its time to end is one of a second, as the first one is. */
    @Test
    void deletionsOfLessThanNoTime(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var pods = "/api/v1/namespaces/default/pods";
            raw.post(pods, "application/json", PLACED.replace("placed", "ending"));
            assertEquals(30, graceLeft(raw.delete(pods + "/ending")));
            assertEquals(1, graceLeft(raw.delete(pods + "/ending?gracePeriodSeconds=-1")));
        }
    }

    private static long graceLeft(Raw.Answer answer) {
        return answer.body().map("metadata").number("deletionGracePeriodSeconds");
    }

    /** A status is not made with its object, however it is said; a version is answered if nothing was stored. */
    @Test
    void whatIsMadeHasNoStatus(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var made = raw.post(
                    "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers?dryRun=All",
                    "application/json",
                    """
                    {"metadata":{"name":"h"},"spec":{"maxReplicas":2,"scaleTargetRef":{"kind":"Deployment","name":"d"}},
                    "status":{"currentReplicas":1,"desiredReplicas":1,"currentCPUUtilizationPercentage":5}}""");
            assertEquals(false, made.body().map("metadata").has("annotations"));
            assertEquals(false, made.body().map("status").has("currentCPUUtilizationPercentage"));
            var applied = raw.ask(
                    "PATCH " + MAPS + "/versioned?fieldManager=m&dryRun=All",
                    Headers.of("content-type", "application/apply-patch+yaml"),
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"versioned\",\"resourceVersion\":\"1\"}}");
            assertEquals("1", applied.body().map("metadata").string("resourceVersion"));
        }
    }

    /** Subresources say what was odd about a body also when they refuse it. */
    @Test
    void warningsOfSubresources(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var answer = raw.ask(
                    "POST /api/v1/namespaces/default/pods/none/eviction",
                    Headers.of("content-type", "application/json"),
                    "{\"metadata\":{\"name\":\"none\"},\"deleteOptions\":{\"bogus\":1}}");
            assertEquals(404, answer.code());
            assertEquals(List.of("299 - \"unknown field \\\"deleteOptions.bogus\\\"\""), answer.warnings());
        }
    }

    /** A name that is given beside the wish for one is not unique all the same. */
    @Test
    void aGivenNameThatIsTaken(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var body = "{\"metadata\":{\"name\":\"taken\",\"generateName\":\"t-\"}}";
            raw.post(MAPS, "application/json", body);
            var again = raw.post(MAPS, "application/json", body);
            assertEquals(409, again.code());
            assertEquals(1, again.body().map("details").number("retryAfterSeconds"));
            assertEquals(
                    "configmaps \"taken\" already exists, the server was not able to generate a unique name for the"
                            + " object",
                    again.message());
        }
    }

    /** Whoever asks for one name gets all there is at once. */
    @Test
    void pagesOfOneName(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            for (var name : new String[] {"page-a", "page-b"}) {
                raw.post(MAPS, "application/json", "{\"metadata\":{\"name\":\"" + name + "\"}}");
            }
            var list = raw.getJson(MAPS + "?limit=1&fieldSelector=metadata.name%3Dpage-a");
            assertEquals(1, list.body().list("items").size());
            assertEquals("", list.body().map("metadata").string("continue"));
        }
    }

    /** A limit below zero is none. */
    @Test
    void pagesOfNoSize(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            for (var name : new String[] {"all-a", "all-b"}) {
                raw.post(MAPS, "application/json", "{\"metadata\":{\"name\":\"" + name + "\"}}");
            }
            var all = raw.getJson(MAPS).body().list("items");
            assertTrue(all.size() >= 2);
            assertEquals(all, raw.getJson(MAPS + "?limit=-1").body().list("items"));
        }
    }

    /** An empty list where there was none is a change of some kinds, although it is not stored. */
    @Test
    void generationsOfEmptyLists(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
            raw.post(path, "application/json", "{\"metadata\":{\"name\":\"empty\"}}");
            var patched = raw.patch(path + "/empty", "{\"webhooks\":[]}");
            assertEquals(2, patched.body().map("metadata").number("generation"));
            var same = raw.patch(path + "/empty", "{\"metadata\":{}}");
            assertEquals(2, same.body().map("metadata").number("generation"));
            var without = raw.patch(path + "/empty", "{\"metadata\":{\"finalizers\":[]}}");
            assertEquals(2, without.body().map("metadata").number("generation"));
        }
    }

    /** What is converted without JSON in between is cut to the size of its field. */
    @Test
    void numbersOfAnApply(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var applied = raw.ask(
                    "PATCH /apis/apps/v1/namespaces/default/deployments/big?fieldManager=m&dryRun=All",
                    Headers.of("content-type", "application/apply-patch+yaml"),
                    """
                    {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"big"},"spec":{"replicas":8589934595,
                    "selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
                    "spec":{"containers":[{"name":"c","image":"i"}]}}}}
                    """);
            assertEquals(201, applied.code(), applied.message());
            assertEquals(3, applied.body().map("spec").number("replicas"));
        }
    }

    @Test
    void partsOfTheControlPlane(Jibe cluster) throws IOException {
        var parts = "/api/v1/componentstatuses";
        try (var raw = new Raw(cluster)) {
            Samples.await()
                    .until(() -> raw.getJson(parts).body().list("items").maps().allMatch(AnswersTest::isWell));
            assertEquals(
                    List.of("controller-manager", "scheduler", "etcd-0"),
                    raw.getJson(parts)
                            .body()
                            .list("items")
                            .maps()
                            .map(part -> part.map("metadata").string("name"))
                            .toList());
            assertEquals(true, isWell(raw.getJson(parts + "/etcd-0").body()));
            assertEquals(
                    "componentstatus \"nope\" not found",
                    raw.getJson(parts + "/nope").message());
        }
    }

    private static boolean isWell(JsonMap part) {
        var condition = part.list("conditions").map(0);
        return condition.string("status").equals("True")
                && condition.string("message").equals("ok");
    }

    /** A collection is read as it was at the version, which is a precondition of each deletion too. */
    @Test
    void collectionsOfAVersion(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var before = raw.getJson(MAPS).body().map("metadata").string("resourceVersion");
            raw.post(MAPS, "application/json", "{\"metadata\":{\"name\":\"later\",\"labels\":{\"l\":\"ater\"}}}");
            var selected = MAPS + "?labelSelector=l%3Dater&resourceVersion=";
            var nothing = raw.delete(selected + before);
            assertEquals(200, nothing.code(), nothing.message());
            assertEquals(0, nothing.body().list("items").size());
            assertEquals(409, raw.delete(selected + "0").code());
            assertEquals(200, raw.statusOf(MAPS + "/later"));
        }
    }

    private static final Headers TABLE = Headers.of("accept", "application/json;as=Table;v=v1;g=meta.k8s.io");

    /** Some statuses have no table, and no other part of an object has. */
    @Test
    void tablesOfParts(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            assertEquals(
                    406,
                    raw.ask("GET /apis/resource.k8s.io/v1/namespaces/default/resourceclaims/x/status", TABLE, "")
                            .code());
            assertEquals(
                    406,
                    raw.ask("GET /api/v1/namespaces/default/pods/x/resize", TABLE, "")
                            .code());
            var status = raw.ask("GET /api/v1/namespaces/default/status", TABLE, "");
            assertEquals("Table", status.body().string("kind"));
        }
    }

    /** Flow schemas are listed in the order in which they are looked at, if only as a table. */
    @Test
    void tablesOfFlowSchemas(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var table = raw.ask("GET /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", TABLE, "");
            assertEquals(
                    "exempt", table.body().list("rows").map(0).list("cells").get(0));
        }
    }

    /** A change of a part that leaves labels out leaves those that the specification gives. */
    @Test
    void labelsOfJobs(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var jobs = "/apis/batch/v1/namespaces/default/jobs";
            var body = """
                    {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"labelled"},"spec":{"suspend":true,"template":{"spec":
                    {"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}""";
            var made = raw.post(jobs, "application/json", body);
            var changed = raw.ask(
                    "PUT " + jobs + "/labelled/status?dryRun=All",
                    Headers.of("content-type", "application/json"),
                    body);
            assertEquals(
                    made.body().map("metadata").map("labels"),
                    changed.body().map("metadata").map("labels"));
        }
    }

    /** Ports keep what they had under their names; a trial finds what is taken, and no other address is looked for. */
    @Test
    void servicesThatBecomeOthers(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var services = "/api/v1/namespaces/default/services";
            raw.post(services, "application/json", """
                    {"metadata":{"name":"other"},"spec":{"type":"NodePort","ports":[{"name":"a","port":80,"nodePort":30901}]}}""");
            var named =
                    raw.patch(services + "/other?dryRun=All", "{\"spec\":{\"ports\":[{\"name\":\"a\",\"port\":81}]}}");
            assertEquals(30901, named.body().map("spec").list("ports").map(0).number("nodePort"));
            var taken = raw.post(services + "?dryRun=All", "application/json", """
                    {"metadata":{"name":"x"},"spec":{"type":"NodePort","ports":[{"name":"A","port":80,"nodePort":30901}]}}""");
            assertEquals(
                    "Service \"x\" is invalid: spec.ports[0].nodePort: Invalid value: 30901: provided port is already"
                            + " allocated",
                    taken.message());
            var moved = raw.patch(services + "/other?dryRun=All", "{\"spec\":{\"clusterIP\":\"10.96.0.0\"}}");
            assertTrue(moved.message().contains("spec.clusterIPs[0]: Invalid value: [\"10.96.0.0\"]: may not change"));
        }
    }

    /** What a patch gives that is no number of the field is named as it was written. */
    @Test
    void numbersOfAPatch(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            raw.post("/api/v1/namespaces/default/replicationcontrollers", "application/json", """
                    {"metadata":{"name":"numbered"},"spec":{"replicas":0,"template":{"metadata":{"labels":{"a":"b"}},
                    "spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
            var patched = raw.patch(
                    "/api/v1/namespaces/default/replicationcontrollers/numbered", "{\"spec\":{\"replicas\":1.0}}");
            assertTrue(patched.message().contains("cannot unmarshal number 1.0 into"), patched.message());
        }
    }

    /** Once items cannot be told apart nothing is said any more of whose fields are. */
    @Test
    void fieldsOfNameless(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var accounts = "/api/v1/namespaces/default/serviceaccounts";
            raw.post(accounts, "application/json", "{\"metadata\":{\"name\":\"nameless\",\"labels\":{\"a\":\"b\"}}}");
            var changed = raw.patch(accounts + "/nameless", "{\"secrets\":[{}]}");
            assertEquals(200, changed.code(), changed.message());
            assertEquals(false, changed.body().map("metadata").has("managedFields"));
        }
    }

    /** An event that is changed in the other group forgets who wrote it in its own. */
    @Test
    void fieldsOfEvents(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            raw.post("/api/v1/namespaces/default/events", "application/json", """
                    {"metadata":{"name":"moved"},"involvedObject":{"kind":"Pod","namespace":"default","name":"p"}}""");
            var same = raw.patch(
                    "/apis/events.k8s.io/v1/namespaces/default/events/moved?dryRun=All", "{\"kind\":\"Event\"}");
            assertEquals(200, same.code(), same.message());
            assertEquals(false, same.body().map("metadata").has("managedFields"));
        }
    }

    /** Metadata of templates may say whose its fields are, to no effect. */
    @Test
    void managersInTemplates(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var applied = raw.ask(
                    "PATCH /api/v1/namespaces/default/podtemplates/managed?fieldManager=m&dryRun=All",
                    Headers.of("content-type", "application/apply-patch+yaml"),
                    """
                    {"apiVersion":"v1","kind":"PodTemplate","metadata":{"name":"managed"},"template":{"metadata":
                    {"managedFields":[{"fieldsV1":{}}]},"spec":{"containers":[{"name":"c","image":"i"}]}}}""");
            assertEquals(201, applied.code(), applied.message());
            var odd = raw.ask(
                    "PATCH /api/v1/namespaces/default/podtemplates/managed?fieldManager=m",
                    Headers.of("content-type", "application/apply-patch+yaml"),
                    "{\"apiVersion\":\"v1/\",\"kind\":\"PodTemplate\",\"metadata\":{\"name\":\"managed\"}}");
            assertEquals("invalid object type: /, Kind=", odd.message());
        }
    }

    /** A trial says what a deletion would make of a definition. */
    @Test
    void definitionsThatWouldGo(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
            raw.post(definitions, "application/json", """
                    {"metadata":{"name":"leavings.example.com"},"spec":{"group":"example.com","scope":"Cluster","names":
                    {"plural":"leavings","kind":"Leaving"},"versions":[{"name":"v1","served":true,"storage":true,"schema":
                    {"openAPIV3Schema":{"type":"object"}}}]}}""");
            var gone = raw.delete(definitions + "/leavings.example.com?dryRun=All");
            assertTrue(gone.body().map("metadata").has("deletionTimestamp"));
            assertEquals(
                    List.of("customresourcecleanup.apiextensions.k8s.io"),
                    gone.body().map("metadata").list("finalizers").strings().toList());
        }
    }

    /** Of a table that is watched only the first event has columns; bookmarks are rows like others. */
    @Test
    void columnsOfAWatch(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            raw.post(MAPS, "application/json", "{\"metadata\":{\"name\":\"seen\"}}");
            var lines = raw.lines(
                    MAPS + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=1",
                    Headers.of("accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
            assertEquals(true, columns(lines.getFirst()) > 0);
            var last = lines.getLast();
            assertEquals("BOOKMARK", last.string("type"));
            assertEquals(0, columns(last));
            assertEquals(1, last.map("object").list("rows").size());
        }
    }

    private static int columns(JsonMap event) {
        return event.map("object").list("columnDefinitions").size();
    }
}
