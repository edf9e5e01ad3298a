package dev.jibe.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.runtime.Clock;
import dev.jibe.wire.http.Headers;
import dev.jibe.wire.http.server.Exchange;
import dev.jibe.wire.http.server.HttpServer;
import dev.jibe.wire.http.server.ServerConfig;
import dev.jibe.wire.tls.AltNames;
import dev.jibe.wire.tls.CertificateSpec;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.Subject;
import dev.jibe.wire.tls.TlsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another server's API behind this one, and a webhook that is named by its service. */
@JibeTest(nodes = 0)
final class AggregationTest {

    private static final String JSON = "application/json";
    private static final String GROUP = "/apis/wardle.example.com";
    private static final String SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";

    private static String text(String quoted) {
        return quoted.replace('\'', '"');
    }

    /** An extension that has one resource and answers with what it was sent, and a webhook that says no. */
    private static void answer(Exchange exchange) throws Exception {
        var request = exchange.request();
        var body = switch (request.path()) {
            case GROUP + "/v1" ->
                JsonMap.of(
                        "kind", "APIResourceList",
                        "groupVersion", "wardle.example.com/v1",
                        "resources",
                                JsonList.of(JsonMap.of(
                                        "name", "flunders",
                                        "singularName", "flunder",
                                        "namespaced", true,
                                        "kind", "Flunder",
                                        "verbs", JsonList.of("create", "get"))));
            case "/openapi/v3" ->
                JsonMap.of(
                        "paths",
                        JsonMap.of(
                                "apis/wardle.example.com/v1",
                                JsonMap.of("serverRelativeURL", "/openapi/v3/apis/wardle.example.com/v1?hash=1")));
            case "/openapi/v3/apis/wardle.example.com/v1" -> JsonMap.of("openapi", "3.0.0");
            case GROUP + "/v1/namespaces/default/flunders" -> seen(exchange);
            case "/refuse" -> refusal(Json.parseMap(exchange.body(1 << 20)));
            default -> JsonMap.EMPTY;
        };
        exchange.respond(body.isEmpty() ? 404 : 200, Headers.of("content-type", JSON), Json.write(body));
    }

    private static JsonMap seen(Exchange exchange) throws IOException {
        var request = exchange.request();
        var peer = request.peerCertificates().isEmpty()
                ? ""
                : Subject.of(request.peerCertificates().getFirst()).commonName();
        return JsonMap.of(
                "method", request.method(),
                "query", request.rawQuery(),
                "user", request.headers().get("x-remote-user", ""),
                "groups", JsonList.copyOf(request.headers().all("x-remote-group")),
                "token", request.headers().get("authorization", ""),
                "peer", peer,
                "body", new String(exchange.body(1 << 20), StandardCharsets.UTF_8));
    }

    private static JsonMap refusal(JsonMap review) {
        var response = JsonMap.of(
                "uid", review.map("request").string("uid"),
                "allowed", false,
                "status", JsonMap.of("message", "by service", "code", 403L));
        return JsonMap.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "response", response);
    }

    private static HttpServer extension(Jibe cluster, Raw raw) throws Exception {
        var authority = cluster.cluster().authority();
        var identity = authority.issue(CertificateSpec.server(
                Subject.of("ext"),
                AltNames.of(List.of("ext.default.svc"), List.of()),
                Clock.system().now().minusSeconds(60),
                Duration.ofDays(1)));
        var known = raw.getJson("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication");
        var proxies = Pem.certificates(known.body().map("data").string("requestheader-client-ca-file"));
        var tls = new TlsConfig(identity, proxies);
        raw.post(
                "/api/v1/namespaces/default/services",
                JSON,
                text("{'metadata':{'name':'ext'},'spec':{'type':'ExternalName','externalName':'localhost'}}"));
        return HttpServer.start(ServerConfig.https("127.0.0.1", 0, tls, Clock.system()), AggregationTest::answer);
    }

    private static String bundle(Jibe cluster) throws Exception {
        var pem = Pem.write(cluster.cluster().authority().certificate());
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonMap available(Raw raw) throws IOException {
        return raw.getJson(SERVICES + "/v1.wardle.example.com")
                .body()
                .map("status")
                .list("conditions")
                .maps()
                .findFirst()
                .orElse(JsonMap.EMPTY);
    }

    @Test
    void anotherServersApi(Jibe cluster) throws Exception {
        try (var raw = new Raw(cluster);
                var server = extension(cluster, raw)) {
            var port = server.address().getPort();
            var made = raw.post(
                    SERVICES,
                    JSON,
                    text("{'metadata':{'name':'v1.wardle.example.com'},'spec':{'group':'wardle.example.com',"
                            + "'version':'v1','groupPriorityMinimum':1000,'versionPriority':15,'caBundle':'"
                            + bundle(cluster) + "','service':{'namespace':'default','name':'ext','port':" + port
                            + "}}}"));
            assertEquals(201, made.code(), made.message());
            await().untilAsserted(
                            () -> assertEquals("Passed", available(raw).string("reason"), available(raw)::toString));

            var sent = raw.post(GROUP + "/v1/namespaces/default/flunders?a=b%20c", JSON, "{\"x\":1}");
            assertEquals(200, sent.code());
            assertEquals("POST", sent.body().string("method"));
            assertEquals("{\"x\":1}", sent.body().string("body"));
            assertEquals("a=b+c", sent.body().string("query"));
            assertEquals("kubernetes-admin", sent.body().string("user"));
            assertTrue(sent.body().list("groups").strings().anyMatch("system:masters"::equals), sent.body()::toString);
            assertEquals("front-proxy-client", sent.body().string("peer"));
            assertEquals("", sent.body().string("token"));

            var groups = raw.getJson("/apis").body().list("groups");
            assertTrue(
                    groups.maps().anyMatch(each -> each.string("name").equals("wardle.example.com")), groups::toString);
            assertEquals("v1", raw.getJson(GROUP).body().map("preferredVersion").string("version"));
            assertEquals("APIResourceList", raw.getJson(GROUP + "/v1").body().string("kind"));
            var paths = raw.getJson("/openapi/v3").body().map("paths");
            assertTrue(paths.has("apis/wardle.example.com/v1"), paths::toString);
            assertEquals(
                    "3.0.0",
                    raw.getJson("/openapi/v3/apis/wardle.example.com/v1").body().string("openapi"));

            raw.delete("/api/v1/namespaces/default/services/ext");
            await().untilAsserted(() ->
                    assertEquals("ServiceNotFound", available(raw).string("reason"), available(raw)::toString));
            await().untilAsserted(() -> assertEquals(503, raw.statusOf(GROUP + "/v1/namespaces/default/flunders")));
            raw.delete(SERVICES + "/v1.wardle.example.com");
            await().untilAsserted(() -> assertFalse(raw.getJson("/apis")
                    .body()
                    .list("groups")
                    .maps()
                    .anyMatch(each -> each.string("name").equals("wardle.example.com"))));
        }
    }

    @Test
    void webhookOfAService(Jibe cluster) throws Exception {
        try (var raw = new Raw(cluster);
                var server = extension(cluster, raw)) {
            var hooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
            var made = raw.post(
                    hooks,
                    JSON,
                    text("{'metadata':{'name':'by-service'},'webhooks':[{'name':'h.example.com','sideEffects':'None',"
                            + "'admissionReviewVersions':['v1'],'clientConfig':{'caBundle':'" + bundle(cluster)
                            + "','service':{'namespace':'default','name':'ext','path':'/refuse','port':"
                            + server.address().getPort() + "}},'rules':[{'apiGroups':[''],'apiVersions':['v1'],"
                            + "'operations':['CREATE'],'resources':['limitranges']}]}]}"));
            assertEquals(201, made.code(), made.message());
            var refused = raw.post(
                    "/api/v1/namespaces/default/limitranges",
                    JSON,
                    text("{'metadata':{'name':'x'},'spec':{'limits':[]}}"));
            assertEquals("admission webhook \"h.example.com\" denied the request: by service", refused.message());
            raw.delete(hooks + "/by-service");
            raw.delete("/api/v1/namespaces/default/services/ext");
        }
    }
}
