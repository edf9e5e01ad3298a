package dev.jibe.controllers.servicecidr;

import static dev.jibe.controllers.Fixtures.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.jibe.controllers.Fixtures;
import dev.jibe.controllers.addresses.Cidr;
import dev.jibe.controllers.servicecidr.ServiceCidrPlan.Action;
import dev.jibe.object.api.networking.v1.IPAddress;
import dev.jibe.object.api.networking.v1.ServiceCIDR;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCidrPlanTest {

    private static ServiceCIDR range(String name, String cidr, boolean going) {
        var metadata = going ? ", 'deletionTimestamp': '2026-05-04T12:00:00Z'" : "";
        return Fixtures.object(ServiceCIDR.KIND, name, """
            {'metadata': {'finalizers': ['networking.k8s.io/service-cidr-finalizer'] %s}, 'spec': {'cidrs': ['%s']}}\
            """.formatted(metadata, cidr));
    }

    private static List<Action> plan(ServiceCIDR range, List<ServiceCIDR> others) {
        var address = Fixtures.object(IPAddress.KIND, "10.1.0.5", "{}");
        return ServiceCidrPlan.of(new ServiceCidrPlan.Observed(range, others, List.of(address), NOW))
                .actions();
    }

    @Test
    void aRangeIsReadyAndHeld() {
        var fresh = range("a", "10.1.0.0/16", false);
        fresh = fresh.withMetadata(fresh.metadata().withoutFinalizers());
        var actions = plan(fresh, List.of());
        assertEquals(new Action.AddFinalizer(), actions.getFirst());
        var status = assertInstanceOf(Action.WriteStatus.class, actions.getLast());
        assertEquals("True", status.conditions().getFirst().status());
    }

    @Test
    void oneInUseStaysUntilAnotherHasItsAddresses() {
        var going = range("a", "10.1.0.0/16", true);
        assertInstanceOf(Action.WriteStatus.class, plan(going, List.of()).getFirst());
        var other = range("b", "10.1.0.0/24", false);
        assertEquals(List.of(new Action.RemoveFinalizer()), plan(going, List.of(other)));
        assertEquals(List.of(new Action.RemoveFinalizer()), plan(range("c", "10.2.0.0/16", true), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/24,10.0.1.0,false",
        "2001:db8::/64,2001:db8::1,true",
        "10.0.0.0/8,2001:db8::1,false"
    })
    void whichAddressesARangeHas(String range, String address, boolean has) {
        assertEquals(has, Cidr.parse(range).contains(address));
    }
}
