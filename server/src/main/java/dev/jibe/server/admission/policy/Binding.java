package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;

/** Where a policy applies, and with which parameters. */
record Binding(String name, JsonMap spec) {

    static Binding of(JsonMap object) {
        return new Binding(object.map("metadata").string("name"), object.map("spec"));
    }

    boolean isOf(Policy policy) {
        return spec.string("policyName").equals(policy.name());
    }

    boolean does(String action) {
        return spec.list("validationActions").strings().anyMatch(action::equals);
    }
}
