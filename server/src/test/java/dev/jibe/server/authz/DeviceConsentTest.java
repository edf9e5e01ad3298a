package dev.jibe.server.authz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Schema;
import dev.jibe.server.admission.Attributes.Operation;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.WriteContext;
import dev.jibe.server.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceConsentTest {
    private static final Resource CLAIMS =
            Resources.builtin(Schema.builtin()).get("resource.k8s.io", "v1", "resourceclaims");
    private static final String GIVEN = "'allocation':{'devices':{'results':[{'driver':'d','pool':'p','device':'x'}]},"
            + "'nodeSelector':{'nodeSelectorTerms':[{'matchFields':[{'key':'metadata.name','operator':'In',"
            + "'values':['n1']}]}]}}";

    /** A service account, on a node. */
    private static User on(String node) {
        return new User(
                "system:serviceaccount:drivers:d",
                "",
                List.of(),
                Map.of("authentication.kubernetes.io/node-name", List.of(node)));
    }

    private static JsonMap claim(String text) {
        return Json.parseMap(
                ("{'metadata':{'name':'c'}," + text + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** What is refused whom, if only so much is allowed: verb, resource and name. */
    private static List<String> refusals(
            User user, String subresource, JsonMap now, JsonMap before, String... allowed) {
        Authorizer authorizer = (who, what) -> Set.of(allowed)
                        .contains(what.verb() + " " + what.subresource() + " " + what.namespace() + " " + what.name())
                ? Authorizer.Decision.ALLOWED
                : Authorizer.Decision.NO_OPINION;
        var consent = new DeviceConsent(
                name -> name.equals("ours")
                        ? claim("'x':1").withAt("true", "metadata", "labels", "resource.kubernetes.io/admin-access")
                        : JsonMap.EMPTY,
                authorizer);
        var context = new WriteContext(user, false, new ArrayList<>());
        var operation = before.isEmpty() ? Operation.CREATE : Operation.UPDATE;
        var namespace = now.string("x").isEmpty() ? "theirs" : now.string("x");
        var attributes = context.attributes(operation, CLAIMS, subresource, namespace, "c", now, before);
        return consent.refusals(attributes, "update").stream()
                .map(DeviceConsentTest::text)
                .toList();
    }

    private static String text(FieldError error) {
        return error.field() + ": " + error.body();
    }

    @Test
    void whatOthersHaveIsForNamespacesWithALabel() {
        var asks = "'spec':{'devices':{'requests':[{'name':'a'},{'name':'r','exactly':{'adminAccess':true}}]}}";
        var user = User.of("u");
        assertEquals(
                List.of("spec.devices.requests[1].adminAccess: Forbidden: admin access to devices requires the"
                        + " `resource.kubernetes.io/admin-access: true` label on the containing namespace"),
                refusals(user, "", claim(asks), JsonMap.EMPTY));
        assertEquals(List.of(), refusals(user, "", claim("'x':'ours'," + asks), JsonMap.EMPTY));
    }

    @Test
    void onlySomeGiveDevicesToClaims() {
        var before = claim("'status':{}");
        var now = claim("'status':{" + GIVEN + "}");
        var user = User.of("u");
        assertEquals(
                List.of("status.allocation: Forbidden: changing status.allocation or status.reservedFor requires"
                        + " resource=\"resourceclaims/binding\", verb=\"update\" permission:"
                        + " resourceclaims.resource.k8s.io is forbidden: User \"u\" cannot update resource"
                        + " \"resourceclaims/binding\" in API group \"resource.k8s.io\" at the cluster scope"),
                refusals(user, "status", now, before));
        assertEquals(List.of(), refusals(user, "status", now, before, "update binding  "));
        assertEquals(List.of(), refusals(user, "status", now, now));
    }

    @Test
    void driversSpeakOfTheirDevicesOnTheirNode() {
        var before = claim("'status':{" + GIVEN + "}");
        var now = claim("'status':{" + GIVEN + ",'devices':[{'driver':'d','pool':'p','device':'x','data':{}}]}");
        var here = "associated-node:update driver theirs d";
        assertEquals(List.of(), refusals(on("n1"), "status", now, before, here));
        assertEquals(List.of(), refusals(on("n2"), "status", now, before, "arbitrary-node:update driver theirs d"));
        assertEquals(
                List.of("status.devices: Forbidden: changing status.devices requires"
                        + " resource=\"resourceclaims/driver\", verb=\"[arbitrary-node:update]\" permission:"
                        + " resourceclaims.resource.k8s.io \"d\" is forbidden: User"
                        + " \"system:serviceaccount:drivers:d\" cannot arbitrary-node:update resource"
                        + " \"resourceclaims/driver\" in API group \"resource.k8s.io\" in the namespace"
                        + " \"theirs\""),
                refusals(on("n2"), "status", now, before, here));
    }
}
