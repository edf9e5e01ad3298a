package dev.jibe.server.registry.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.yaml.Yaml;
import dev.jibe.runtime.Clock;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.request.ApiException;
import org.junit.jupiter.api.Test;

final class OwnershipTest {

    private final Resources resources = Resources.builtin(Schema.builtin());
    private final Ownership ownership = new Ownership(resources, Clock.system());
    private final Target maps = ownership.target(resources.get("", "v1", "configmaps"), "");
    private final Applying applying = new Applying(ownership);

    private static JsonMap map(String text) {
        return (JsonMap) Yaml.parse("{apiVersion: v1, kind: ConfigMap, " + text + "}");
    }

    /** As if the object had been stored. */
    private static JsonMap stored(JsonMap object) {
        return object.withAt("0-1", "metadata", "uid");
    }

    private static String owners(JsonMap object) {
        var text = new StringBuilder();
        object.map("metadata")
                .list("managedFields")
                .maps()
                .forEach(entry -> text.append(entry.string("manager"))
                        .append(' ')
                        .append(entry.string("operation"))
                        .append(' ')
                        .append(String.valueOf(entry.get("fieldsV1")).replace("\"", ""))
                        .append('\n'));
        return text.toString().strip();
    }

    @Test
    void whoCreatesOwnsAllFields() {
        var object = ownership.created(maps, map("metadata: {name: x, uid: u}, data: {a: '1'}"), Writer.of("m", ""));
        assertEquals("m Update {f:data:{.:{},f:a:{}}}", owners(object));
    }

    @Test
    void whatStaysTheSameKeepsItsEntry() {
        var live = stored(ownership.created(maps, map("metadata: {name: x}, data: {a: '1'}"), Writer.of("m", "")));
        var same = ownership.updated(maps, live, ManagedFields.without(live), Writer.of("other", ""));
        assertEquals(live, same);
    }

    @Test
    void anEmptyListForgetsOwners() {
        var live = stored(ownership.created(maps, map("metadata: {name: x}, data: {a: '1'}"), Writer.of("m", "")));
        var reset = map("metadata: {name: x, uid: 0-1, managedFields: []}, data: {a: '2'}");
        var object = ownership.updated(maps, live, ManagedFields.resetSpelled(reset), Writer.of("m", ""));
        assertEquals("", owners(object));
    }

    @Test
    void theFirstApplyFindsOwnerlessFields() {
        var live = stored(map("metadata: {name: x}, data: {a: '1', b: '2'}"));
        var object = applying.apply(maps, live, map("metadata: {name: x}, data: {a: '1'}"), Writer.of("m", ""), false);
        assertEquals(
                "m Apply {f:data:{f:a:{}}}\nbefore-first-apply Update {f:data:{.:{},f:a:{},f:b:{}}}", owners(object));
    }

    @Test
    void conflictsAreToldWithCauses() {
        var live = stored(ownership.created(maps, map("metadata: {name: x}, data: {a: '1'}"), Writer.of("m", "")));
        var failure = assertThrows(
                ApiException.class,
                () -> applying.apply(
                        maps, live, map("metadata: {name: x}, data: {a: '2'}"), Writer.of("one", ""), false));
        assertEquals(409, failure.code());
        assertEquals("Apply failed with 1 conflict: conflict with \"m\" using v1: .data.a", failure.getMessage());
        var cause = failure.status().map("details").list("causes").map(0);
        assertEquals("FieldManagerConflict", cause.string("reason"));
        assertEquals(".data.a", cause.string("field"));
    }

    @Test
    void kubectlMovesFromClientSideApply() {
        var config =
                "{\\\"apiVersion\\\":\\\"v1\\\",\\\"kind\\\":\\\"ConfigMap\\\",\\\"metadata\\\":{\\\"name\\\":\\\"x\\\"},"
                        + "\\\"data\\\":{\\\"a\\\":\\\"1\\\"}}";
        var annotated = map("metadata: {name: x, annotations: {kubectl.kubernetes.io/last-applied-configuration: \""
                + config + "\"}}, data: {a: '1'}");
        var live = stored(ownership.created(maps, annotated, Writer.of("kubectl-client-side-apply", "")));
        var object =
                applying.apply(maps, live, map("metadata: {name: x}, data: {a: '2'}"), Writer.of("kubectl", ""), false);
        assertEquals("2", object.map("data").string("a"));
    }

    @Test
    void refusesOtherVersionsAndOwners() {
        var other = map("metadata: {name: x}").with("apiVersion", "v2");
        var wrong = assertThrows(
                ApiException.class, () -> applying.apply(maps, maps.empty(), other, Writer.of("m", ""), false));
        assertEquals("invalid object type: /v2, Kind=ConfigMap", wrong.getMessage());
        var owned = map("metadata: {name: x, managedFields: []}");
        var refused = assertThrows(
                ApiException.class, () -> applying.apply(maps, maps.empty(), owned, Writer.of("m", ""), false));
        assertEquals("metadata.managedFields must be nil", refused.getMessage());
    }
}
