package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.jibe.ServerSettings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What admission makes of requests, from the door to the store. */
@JibeTest(nodes = 0)
final class AdmissionTest {

    private static final String JSON = "application/json";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String HOOKS = "/apis/admissionregistration.k8s.io/v1/";

    private static String text(String quoted) {
        return quoted.replace('\'', '"');
    }

    private static String map(String name) {
        return text("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'},'data':{'k':'v'}}");
    }

    @Test
    void quotasAreNotOverdrawnByManyAtOnce(Jibe cluster) throws Exception {
        try (var raw = new Raw(cluster)) {
            raw.post("/api/v1/namespaces", JSON, text("{'metadata':{'name':'small'}}"));
            var quotas = "/api/v1/namespaces/small/resourcequotas";
            var quota = "{'metadata':{'name':'q'},'spec':{'hard':{'secrets':'5'}},"
                    + "'status':{'hard':{'secrets':'5'},'used':{'secrets':'0'}}}";
            raw.post(quotas, JSON, text(quota));
            raw.put(quotas + "/q/status", JSON, text(quota));
        }
        List<Integer> codes = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 20; i++) {
                var secret = text("{'metadata':{'name':'s" + i + "'}}");
                tasks.add(() -> {
                    try (var raw = new Raw(cluster)) {
                        return raw.post("/api/v1/namespaces/small/secrets", JSON, secret)
                                .code();
                    }
                });
            }
            for (var result : pool.invokeAll(tasks)) {
                codes.add(result.get());
            }
        }
        assertEquals(5, codes.stream().filter(code -> code == 201).count(), codes::toString);
        assertEquals(15, codes.stream().filter(code -> code == 403).count(), codes::toString);
    }

    /** A webhook that labels, refuses what is called bad, and notes which traces it was asked for. */
    private static void answer(Exchange exchange, Queue<String> traces) throws Exception {
        traces.add(exchange.request().headers().get("traceparent", ""));
        var review = Json.parseMap(exchange.body(1 << 20));
        var request = review.map("request");
        boolean mutating = exchange.request().path().startsWith("/mutate");
        var response = JsonMap.of("uid", request.string("uid"), "allowed", true);
        if (mutating) {
            var patch = "[{'op':'add','path':'/data/by','value':'hook'}]".replace('\'', '"');
            response = response.with("patchType", "JSONPatch")
                    .with("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
        } else {
            boolean labelled = request.map("object").map("data").string("by").equals("hook");
            boolean allowed = labelled && !request.string("name").equals("bad");
            response = response.with("allowed", allowed)
                    .with("warnings", dev.jibe.object.JsonList.of("looked at " + request.string("name")))
                    .with("status", JsonMap.of("message", "too bad", "code", 403L));
        }
        var answer = JsonMap.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "response", response);
        exchange.respond(200, Headers.of("content-type", JSON), Json.write(answer));
    }

    private static String hooks(String kind, String url, String bundle, String more) {
        return text("{'metadata':{'name':'" + kind + "'},'webhooks':[{'name':'h.example.com','sideEffects':'None',"
                + "'admissionReviewVersions':['v1'],'clientConfig':{'url':'" + url + "','caBundle':'" + bundle + "'},"
                + "'rules':[{'apiGroups':[''],'apiVersions':['v1'],'operations':['CREATE'],'resources':['configmaps']}]"
                + more + "}]}");
    }

    /** What is done while webhooks are asked. */
    @FunctionalInterface
    private interface Work {
        void with(Raw raw) throws Exception;
    }

    /** Has webhooks asked about ConfigMaps, and a third that nobody answers for, which is ignored. */
    private static void whileAsked(Jibe cluster, Queue<String> traces, Work work) throws Exception {
        try (var hook = Hook.start(cluster, exchange -> answer(exchange, traces));
                var raw = new Raw(cluster)) {
            var url = hook.url();
            var bundle = hook.bundle();
            var condition =
                    ",'matchConditions':[{'name':'c','expression':" + "'object.metadata.name != \\u0027skip\\u0027'}]";
            var configurations = Map.of(
                    "mutatingwebhookconfigurations/mutating", hooks("mutating", url + "/mutate", bundle, condition),
                    "validatingwebhookconfigurations/validating",
                            hooks("validating", url + "/validate", bundle, condition),
                    "validatingwebhookconfigurations/silent",
                            hooks("silent", "https://127.0.0.1:1", bundle, ",'failurePolicy':'Ignore'"));
            for (var each : configurations.entrySet()) {
                var path = HOOKS + each.getKey().substring(0, each.getKey().indexOf('/'));
                assertEquals(201, raw.post(path, JSON, each.getValue()).code());
            }
            work.with(raw);
            for (var each : configurations.keySet()) {
                raw.delete(HOOKS + each);
            }
            assertEquals(201, raw.post(MAPS, JSON, map("bad")).code());
        }
    }

    @Test
    void webhooksChangeAndRefuse(Jibe cluster) throws Exception {
        var traces = new ConcurrentLinkedQueue<String>();
        whileAsked(cluster, traces, raw -> {
            var good = raw.post(MAPS, JSON, map("good"));
            assertEquals(201, good.code(), good.message());
            assertEquals("hook", good.body().map("data").string("by"));
            var bad = raw.post(MAPS, JSON, map("bad"));
            assertEquals("admission webhook \"h.example.com\" denied the request: too bad", bad.message());
            assertEquals(403, bad.code());
            assertEquals(Set.of(""), Set.copyOf(traces));
            traces.clear();
            var traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            assertEquals(
                    201,
                    raw.post(MAPS, Headers.of("traceparent", traceparent), map("traced"))
                            .code());
            assertEquals(List.of(traceparent, traceparent), List.copyOf(traces));
            var skipped = raw.post(MAPS, JSON, map("skip"));
            assertEquals("", skipped.body().map("data").string("by"));

            var metrics = raw.text("/metrics").lines().toList();
            for (var line : List.of(
                    "request_total{code=\"200\",name=\"h.example.com\",operation=\"CREATE\",rejected=\"false\",type=\"admit\"} 3",
                    "request_total{code=\"403\",name=\"h.example.com\",operation=\"CREATE\",rejected=\"true\",type=\"validating\"} 1",
                    "rejection_count{error_type=\"no_error\",name=\"h.example.com\",operation=\"CREATE\",rejection_code=\"403\",type=\"validating\"} 1",
                    "fail_open_count{name=\"h.example.com\",type=\"validating\"} 4")) {
                assertTrue(metrics.contains("apiserver_admission_webhook_" + line), line);
            }
        });
    }

    @Test
    void webhooksAreToldToTheAuditLog(@TempDir Path directory) throws Exception {
        var policy = directory.resolve("policy.yaml");
        var log = directory.resolve("audit.log");
        Files.writeString(policy, """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                - {level: Metadata, verbs: [create], resources: [{resources: [configmaps]}]}
                - {level: None}
                """);
        var settings = ServerSettings.of("--audit-policy-file=" + policy, "--audit-log-path=" + log);
        try (var cluster = Jibe.start(JibeOptions.DEFAULT.withNodes(0).withSettings(settings))) {
            whileAsked(cluster, new ConcurrentLinkedQueue<>(), raw -> raw.post(MAPS, JSON, map("good")));
        }
        var notes = Files.readAllLines(log).stream()
                .map(line -> Json.parseMap(line.getBytes(StandardCharsets.UTF_8)))
                .filter(event -> event.map("objectRef").string("name").equals("good"))
                .findFirst()
                .orElseThrow()
                .map("annotations");
        assertEquals(
                text("{'configuration':'mutating','mutated':true,'webhook':'h.example.com'}"),
                notes.string("mutation.webhook.admission.k8s.io/round_0_index_0"));
        assertEquals("h.example.com", notes.string("failed-open.validating.webhook.admission.k8s.io/round_0_index_0"));
        assertFalse(notes.has("patch.webhook.admission.k8s.io/round_0_index_0"));
    }

    @Test
    void policiesChangeAndRefuse(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            var match = "'matchConstraints':{'resourceRules':[{'apiGroups':[''],'apiVersions':['v1'],"
                    + "'operations':['CREATE'],'resources':['configmaps']}]}";
            raw.post(
                    HOOKS + "mutatingadmissionpolicies",
                    JSON,
                    text("{'metadata':{'name':'m'},'spec':{'reinvocationPolicy':'Never'," + match
                            + ",'mutations':[{'patchType':'ApplyConfiguration','applyConfiguration':{'expression':"
                            + "'Object{data: {\\u0027added\\u0027: object.metadata.name}}'}}]}}"));
            raw.post(
                    HOOKS + "mutatingadmissionpolicybindings",
                    JSON,
                    text("{'metadata':{'name':'m'},'spec':{'policyName':'m'}}"));
            raw.post(
                    HOOKS + "validatingadmissionpolicies",
                    JSON,
                    text("{'metadata':{'name':'v'},'spec':{" + match + ",'variables':[{'name':'n','expression':"
                            + "'object.data.size()'}],'validations':[{'expression':'variables.n < 3',"
                            + "'messageExpression':'string(variables.n) + \\u0027 keys\\u0027'}]}}"));
            raw.post(
                    HOOKS + "validatingadmissionpolicybindings",
                    JSON,
                    text("{'metadata':{'name':'v'},'spec':{'policyName':'v','validationActions':['Deny']}}"));

            var made = raw.post(MAPS, JSON, map("policed"));
            assertEquals("policed", made.body().map("data").string("added"), made.message());
            var refused = raw.post(
                    MAPS,
                    JSON,
                    text("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'many'},'data':{'a':'1','b':'2'}}"));
            assertEquals(422, refused.code());
            assertTrue(refused.message().endsWith("denied request: 3 keys"), refused.message());

            raw.delete(HOOKS + "mutatingadmissionpolicybindings/m");
            raw.delete(HOOKS + "validatingadmissionpolicybindings/v");
        }
    }
}
