package dev.jibe.controllers.servicecidr;

import dev.jibe.controllers.addresses.Cidr;
import dev.jibe.controllers.status.Conditions;
import dev.jibe.object.api.meta.v1.Condition;
import dev.jibe.object.api.networking.v1.IPAddress;
import dev.jibe.object.api.networking.v1.ServiceCIDR;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one ServiceCIDR needs next, decided from what was read and nothing else. */
record ServiceCidrPlan(List<Action> actions) {
    static final String FINALIZER = "networking.k8s.io/service-cidr-finalizer";
    private static final String READY = "Ready";

    ServiceCidrPlan {
        actions = List.copyOf(actions);
    }

    /** Everything the controller can do to the world. */
    sealed interface Action {
        record AddFinalizer() implements Action {}

        record RemoveFinalizer() implements Action {}

        record WriteStatus(List<Condition> conditions) implements Action {}
    }

    /** @param others all other ranges */
    record Observed(ServiceCIDR range, List<ServiceCIDR> others, List<IPAddress> addresses, Instant now) {}

    static ServiceCidrPlan of(Observed observed) {
        var range = observed.range();
        boolean isHeld = range.metadata().finalizers().contains(FINALIZER);
        if (range.isTerminating()) {
            if (!isHeld) {
                return new ServiceCidrPlan(List.of());
            }
            return new ServiceCidrPlan(
                    isFree(observed)
                            ? List.of(new Action.RemoveFinalizer())
                            : status(
                                    observed,
                                    false,
                                    "Terminating",
                                    "There are still IPAddresses referencing the ServiceCIDR, please remove them or"
                                            + " create a new ServiceCIDR"));
        }
        var actions = new ArrayList<Action>();
        if (!isHeld) {
            actions.add(new Action.AddFinalizer());
        }
        actions.addAll(status(observed, true, "", "Kubernetes Service CIDR is ready"));
        return new ServiceCidrPlan(actions);
    }

    /** Whether no address is in it, or each of those is in another range as well. */
    private static boolean isFree(Observed observed) {
        var own = cidrs(observed.range());
        var kept = observed.others().stream()
                .filter(it -> !it.isTerminating())
                .flatMap(it -> cidrs(it).stream())
                .toList();
        return observed.addresses().stream()
                .map(IPAddress::name)
                .noneMatch(address -> own.stream().anyMatch(it -> it.contains(address))
                        && kept.stream().noneMatch(it -> it.contains(address)));
    }

    private static List<Cidr> cidrs(ServiceCIDR range) {
        return range.spec().cidrs().stream().map(Cidr::parse).toList();
    }

    private static List<Action> status(Observed observed, boolean ready, String reason, String message) {
        var condition = Condition.EMPTY
                .withType(READY)
                .withStatus(ready ? "True" : "False")
                .withReason(reason)
                .withMessage(message);
        var before = observed.range().status().conditions();
        boolean isSame = before.stream()
                .anyMatch(it -> it.type().equals(READY)
                        && it.status().equals(condition.status())
                        && it.reason().equals(reason));
        return isSame ? List.of() : List.of(new Action.WriteStatus(Conditions.with(before, condition, observed.now())));
    }
}
