package dev.jibe.server.registry.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.Schema;
import dev.jibe.server.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationTest {

    private static JsonMap pod(String inContainer, String inSpec) {
        return json("{'spec':{'restartPolicy':'Always','containers':[{'name':'c','image':'x'" + inContainer + "}]"
                + inSpec + "}}");
    }

    private static ResourceInfo resource(String groupResource) {
        return Schema.builtin().resources().stream()
                .filter(info -> info.groupResource().equals(groupResource))
                .findFirst()
                .orElseThrow();
    }

    private static JsonMap json(String text) {
        return Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> wrong(String groupResource, JsonMap object) {
        return Validation.check(resource(groupResource), object).stream()
                .map(FieldError::toString)
                .toList();
    }

    @Test
    void aPlainPodIsValid() {
        assertEquals(List.of(), wrong("pods", pod("", "")));
    }

    @Test
    void aPodNeedsContainers() {
        assertEquals(
                List.of("spec.containers: Required value"),
                wrong("pods", json("{'spec':{'restartPolicy':'Always','containers':[]}}")));
    }

    @Test
    void aRequestIsNotMoreThanItsLimit() {
        var resources = ",'resources':{'requests':{'cpu':'2'},'limits':{'cpu':'1'}}";
        assertEquals(
                List.of("spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu"
                        + " limit of 1"),
                wrong("pods", pod(resources, "")));
    }

    @Test
    void aMountNeedsItsVolume() {
        var mounts = ",'volumeMounts':[{'name':'v','mountPath':'/v'}]";
        assertEquals(
                List.of("spec.containers[0].volumeMounts[0].name: Not found: \"v\""), wrong("pods", pod(mounts, "")));
        assertEquals(List.of(), wrong("pods", pod(mounts, ",'volumes':[{'name':'v','emptyDir':{}}]")));
    }

    @Test
    void onlyTheImageOfARunningPodMayChange() {
        var old = pod("", "");
        var image = json("{'spec':{'restartPolicy':'Always','containers':[{'name':'c','image':'y'}]}}");
        var command = pod(",'command':['sh']", "");
        assertEquals(List.of(), Validation.checkUpdate(resource("pods"), image, old));
        assertEquals(
                List.of("spec"),
                Validation.checkUpdate(resource("pods"), command, old).stream()
                        .map(FieldError::field)
                        .toList());
    }

    @Test
    void aDeploymentSelectsItsOwnPods() {
        var deployment = json("{'spec':{'replicas':1,'selector':{'matchLabels':{'a':'b'}},"
                + "'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxUnavailable':'25%','maxSurge':'25%'}},"
                + "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'x'}]}}}}");
        assertEquals(List.of(), wrong("deployments.apps", deployment));
        var other = deployment.withAt("z", "spec", "selector", "matchLabels", "a");
        assertEquals(
                List.of(
                        "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template"
                                + " `labels`"),
                wrong("deployments.apps", other));
    }

    @Test
    void anImmutableConfigMapStays() {
        var old = json("{'immutable':true,'data':{'a':'1'}}");
        var changed = json("{'immutable':true,'data':{'a':'2'}}");
        assertEquals(
                List.of(FieldError.forbidden("data", "field is immutable when `immutable` is set")),
                Validation.checkUpdate(resource("configmaps"), changed, old));
    }
}
