package dev.jibe.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.Query;
import dev.jibe.server.request.RequestInfo;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuditPolicyTest {

    private static final String HEAD = "{apiVersion: audit.k8s.io/v1, kind: Policy, ";
    private static final AuditPolicy POLICY = parse("""
            omitStages: [RequestReceived],
            rules: [
              {level: None, users: [kubelet]},
              {level: None, nonResourceURLs: [/healthz*]},
              {level: Request, resources: [{group: "", resources: [pods, "pods/*", "*/status"]}], verbs: [create, patch]},
              {level: RequestResponse, namespaces: [audited], resources: [{group: apps}]},
              {level: Metadata, userGroups: ["system:authenticated"]}]}
            """);

    private static AuditPolicy parse(String rest) {
        return AuditPolicy.parse((HEAD + rest).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "kubelet, POST, /api/v1/namespaces/x/pods, NONE",
        "me, GET, /healthz/ping, NONE",
        "me, GET, /version, METADATA",
        "me, POST, /api/v1/namespaces/x/pods, REQUEST",
        "me, POST, /api/v1/namespaces/x/pods/a/exec, REQUEST",
        "me, PATCH, /api/v1/nodes/n/status, REQUEST",
        "me, GET, /api/v1/namespaces/x/pods, METADATA",
        "me, GET, /apis/apps/v1/namespaces/audited/deployments, REQUEST_RESPONSE",
        "me, GET, /apis/apps/v1/namespaces/other/deployments, METADATA",
    })
    void theFirstRuleThatFits(String user, String method, String path, AuditLevel level) {
        var info = RequestInfo.of(method, path, Query.EMPTY);
        var decision = POLICY.decide(User.of(user, User.AUTHENTICATED), info);
        assertEquals(level, decision.level());
        assertEquals(false, decision.stages().contains(AuditStage.REQUEST_RECEIVED));
    }

    @Test
    void saysWhatIsWrong() {
        var failure = assertThrows(AuditException.class, () -> parse("rules: [{level: Meta}]}"));
        assertEquals(
                "rules[0].level: \"Meta\" is not one of None, Metadata, Request, RequestResponse",
                failure.getMessage());
    }
}
