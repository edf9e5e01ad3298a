package dev.jibe.controllers.endpointslicemirroring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.endpointslicemirroring.MirrorPlan.Action;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.object.api.v1.Endpoints;
import dev.jibe.object.api.v1.Service;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MirrorPlanTest {
    private static final Endpoints ENDPOINTS = Fixtures.object(Endpoints.KIND, "db", """
            {'metadata': {'labels': {'a': 'b'}}, 'subsets': [{'addresses': [{'ip': '10.0.0.1', 'hostname': 'h'}],
             'notReadyAddresses': [{'ip': '10.0.0.2'}], 'ports': [{'port': 80, 'protocol': 'TCP'}]}]}""");
    private static final Optional<Service> PLAIN =
            Optional.of(Fixtures.object(Service.KIND, "db", "{'spec': {'ports': [{'port': 80}]}}"));

    private static MirrorPlan plan(Endpoints endpoints, Optional<Service> service, List<EndpointSlice> slices) {
        return MirrorPlan.of(new MirrorPlan.Observed(Optional.of(endpoints), service, slices));
    }

    private static EndpointSlice created() {
        var action = plan(ENDPOINTS, PLAIN, List.of()).actions().getFirst();
        var slice = assertInstanceOf(Action.Create.class, action).slice();
        return slice.withMetadata(slice.metadata().withName("db-x").withUid("u"));
    }

    @Test
    void endpointsBecomeASlice() {
        var slice = created();
        assertEquals("IPv4", slice.addressType());
        assertEquals(2, slice.endpoints().size());
        assertEquals("h", slice.endpoints().getFirst().hostname());
        assertEquals("db", slice.labels().get("kubernetes.io/service-name"));
        assertEquals(MirrorPlan.MANAGER, slice.labels().get("endpointslice.kubernetes.io/managed-by"));
        assertEquals(List.of(), plan(ENDPOINTS, PLAIN, List.of(slice)).actions());
    }

    @Test
    void whatIsTooMuchForOneSliceIsSaid() {
        var addresses = IntStream.range(0, 1002)
                .mapToObj(i -> "{'ip': '10.0.%d.%d'}".formatted(i / 250, i % 250))
                .collect(Collectors.joining(","));
        var many = Fixtures.object(
                Endpoints.KIND,
                "db",
                "{'subsets': [{'addresses': [%s], 'ports': [{'port': 80}]}]}".formatted(addresses));
        var said =
                "A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. 2 addresses were skipped";
        assertEquals(
                new Action.Tell(many, said),
                plan(many, PLAIN, List.of()).actions().getFirst());
    }

    @Test
    void changesAreFollowed() {
        var slice = created();
        var more = Fixtures.object(Endpoints.KIND, "db", """
                {'metadata': {'labels': {'a': 'b'}}, 'subsets': [{'addresses': [{'ip': '10.0.0.9'}], 'ports': [{'port': 80, 'protocol': 'TCP'}]}]}""");
        assertInstanceOf(
                Action.Update.class, plan(more, PLAIN, List.of(slice)).actions().getFirst());
        assertEquals(
                List.of(new Action.Delete("db-x", "u")),
                plan(ENDPOINTS, Optional.empty(), List.of(slice)).actions());
    }

    @Test
    void whatHasASelectorOrSaysSoIsNotMirrored() {
        var selecting = Fixtures.object(Service.KIND, "db", "{'spec': {'selector': {'a': 'b'}}}");
        assertEquals(
                List.of(), plan(ENDPOINTS, Optional.of(selecting), List.of()).actions());
        var skipped = Fixtures.object(
                Endpoints.KIND, "db", "{'metadata': {'labels': {'endpointslice.kubernetes.io/skip-mirror': 'true'}}}");
        assertEquals(List.of(), plan(skipped, PLAIN, List.of()).actions());
    }
}
