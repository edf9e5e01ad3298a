package dev.jibe.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommentTest {
    @Test
    void proseAndMarkersAreToldApart() {
        Comment comment = new Comment(List.of(
                "Ports of the thing.",
                "More of it:",
                "  - one",
                "",
                "Last.",
                "+optional",
                "+listType=map",
                "TODO: mend"));
        assertEquals("Ports of the thing. More of it:\n  - one\n\nLast.", comment.description());
        assertEquals(Optional.of(""), comment.marker("optional"));
        assertEquals(Optional.of("map"), comment.marker("listType"));
        assertEquals(Optional.empty(), comment.marker("mapType"));
    }

    @Test
    void lostBlankLinesAreRestored() {
        assertEquals("One two.\n\nThree four.", Prose.restore("One two. Three four.", "One two.  Three four."));
        assertEquals("Of these:\n - one", Prose.restore("Of these:\n - one", "Of these:  - one"));
        assertEquals("New words.", Prose.restore("Old words.", "New words."));
    }

    @Test
    void namesOfOneThingAreMatched() {
        assertEquals(Names.folded("aPIGroup"), Names.folded("apiGroup"));
        assertEquals("xKubernetesMapType", Names.identifier("x-kubernetes-map-type"));
        assertEquals("ref", Names.identifier("$ref"));
        assertEquals(
                "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
                Names.openApi("k8s.io.kube_aggregator.pkg.apis.apiregistration.v1.APIService"));
        assertEquals("webhooks", Names.json("Webhooks"));
        assertEquals("jSONSchemas", Names.json("jSONSchemas"));
    }

    @Test
    void typesAreReadFromTheOverlay() {
        assertEquals(new TypeRef.MapOf(TypeRef.Scalar.STRING), Overlay.parseType("map[]string"));
        assertEquals(
                new TypeRef.ListOf(new TypeRef.Struct("k8s.io.api.core.v1.Pod"), false),
                Overlay.parseType("[]k8s.io.api.core.v1.Pod"));
    }
}
