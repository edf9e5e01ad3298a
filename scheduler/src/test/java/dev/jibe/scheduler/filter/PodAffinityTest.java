package dev.jibe.scheduler.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.Cluster;
import dev.jibe.scheduler.bind.Decision;
import dev.jibe.scheduler.snapshot.PodInfo;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where pods go because of other pods: b, unless something calls them to a. */
final class PodAffinityTest {

    private static final String WEB = "'labelSelector':{'matchLabels':{'app':'web'}},'topologyKey':'zone'";
    private static final String DB = "'labelSelector':{'matchLabels':{'app':'db'}},'topologyKey':'zone'";

    private static String required(String kind, String term) {
        return "{'affinity':{'" + kind + "':{'requiredDuringSchedulingIgnoredDuringExecution':[{" + term + "}]}}}";
    }

    private static String preferred(String kind, String term) {
        return "{'affinity':{'" + kind + "':{'preferredDuringSchedulingIgnoredDuringExecution':"
                + "[{'weight':100,'podAffinityTerm':{" + term + "}}]}}}";
    }

    private static PodInfo db(String namespace, String version, String spec) {
        return Cluster.pod(namespace, "db", 0, 100, JsonMap.of("app", "db", "version", version), spec);
    }

    private static PodInfo web(String spec) {
        return Cluster.pod("default", "web", 0, 100, JsonMap.of("app", "web", "version", "2"), spec);
    }

    static Stream<Arguments> places() {
        var plain = db("default", "1", "{}");
        var other = db("other", "1", "{}");
        return Stream.of(
                Arguments.of("nothing", plain, "{}", "b"),
                Arguments.of("near it", plain, required("podAffinity", DB), "a"),
                Arguments.of("not its namespace", other, required("podAffinity", DB), ""),
                Arguments.of("a named namespace", other, required("podAffinity", DB + ",'namespaces':['other']"), "a"),
                Arguments.of("every namespace", other, required("podAffinity", DB + ",'namespaceSelector':{}"), "a"),
                Arguments.of(
                        "a selected namespace",
                        other,
                        required("podAffinity", DB + ",'namespaceSelector':{'matchLabels':{'team':'x'}}"),
                        "a"),
                Arguments.of(
                        "a namespace that is not selected",
                        other,
                        required("podAffinity", DB + ",'namespaceSelector':{'matchLabels':{'team':'y'}}"),
                        ""),
                Arguments.of(
                        "a selector excludes the own namespace",
                        plain,
                        required("podAffinity", DB + ",'namespaceSelector':{'matchLabels':{'team':'x'}}"),
                        ""),
                Arguments.of(
                        "other values of a key",
                        plain,
                        required("podAffinity", DB + ",'mismatchLabelKeys':['version']"),
                        "a"),
                Arguments.of(
                        "the same values of a key",
                        plain,
                        required("podAffinity", DB + ",'matchLabelKeys':['version']"),
                        ""),
                Arguments.of("rather near it", plain, preferred("podAffinity", DB), "a"),
                Arguments.of("rather not near it", plain, preferred("podAntiAffinity", DB), "b"),
                Arguments.of("it wants to be near", db("default", "1", preferred("podAffinity", WEB)), "{}", "a"),
                Arguments.of("it needs to be near", db("default", "1", required("podAffinity", WEB)), "{}", "a"),
                Arguments.of(
                        "both wishes cancel each other",
                        db("default", "1", preferred("podAntiAffinity", WEB)),
                        preferred("podAffinity", DB),
                        "b"),
                Arguments.of(
                        "it wants to be alone, and is in another namespace",
                        db("other", "1", required("podAntiAffinity", WEB)),
                        preferred("podAffinity", DB + ",'namespaceSelector':{}"),
                        "a"),
                Arguments.of(
                        "it has to be alone",
                        db("default", "1", required("podAntiAffinity", WEB)),
                        preferred("podAffinity", DB),
                        "b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void findsThePlace(String name, PodInfo db, String spec, String expected) {
        var cluster = new Cluster()
                .node("a", 1000, "a")
                .node("b", 1200, "b")
                .namespace("other", "{'team':'x'}")
                .place(db, "a");
        var place = switch (cluster.decide(web(spec))) {
            case Decision.Bind(var node, var volumes, var devices) -> node;
            case Decision.Unschedulable unschedulable -> "";
            case Decision.Failed failed -> "fails";
            case Decision.Free free -> "frees";
            case Decision.Preempt preempt -> "preempts";
        };
        assertEquals(expected, place, name);
    }
}
