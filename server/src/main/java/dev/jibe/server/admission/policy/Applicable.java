package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.admission.expression.Scene;
import dev.jibe.server.admission.matching.Matching;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Resources;
import dev.jibe.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which policies apply to a request, by which bindings, and with which parameters. */
final class Applicable {

    private final Matching matching;
    private final Parameters parameters;
    private final Authorizer authorizer;

    Applicable(Store<JsonMap> store, Resources resources, Matching matching, Authorizer authorizer) {
        this.matching = matching;
        this.parameters = new Parameters(store, resources);
        this.authorizer = authorizer;
    }

    /**
     * One time that a policy is to be followed.
     *
     * @param binding null if the policy as a whole cannot be followed
     * @param shown the request in the version that the policy asks for
     * @param failure why it cannot be followed; empty if it can
     */
    record Use(
            Policy policy, @Nullable Binding binding, Attributes shown, Optional<JsonMap> parameter, String failure) {

        /** The same for what others have made of the request. */
        Use with(Attributes changed) {
            return new Use(policy, binding, changed, parameter, failure);
        }

        /** What it is known by when it may be followed again. */
        String id() {
            var named = parameter.map(p -> p.map("metadata")).orElse(JsonMap.EMPTY);
            return policy.name() + "/" + (binding == null ? "" : binding.name()) + "/" + named.string("namespace") + "/"
                    + named.string("name");
        }
    }

    /** The uses of a policy for a request. */
    List<Use> of(Policy policy, List<Binding> bindings, Attributes attributes) {
        var uses = new ArrayList<Use>();
        var shown = matching.resources(policy.spec().map("matchConstraints"), attributes);
        if (shown.isEmpty()) {
            return List.of();
        }
        try {
            var resource = parameters.resource(policy);
            for (var binding : bindings) {
                if (!binding.isOf(policy) || !isBound(binding, attributes)) {
                    continue;
                }
                try {
                    for (var parameter : parameters.of(resource, binding, namespace(attributes))) {
                        uses.add(new Use(policy, binding, shown.get(), parameter, ""));
                    }
                } catch (PolicyFailure e) {
                    uses.add(new Use(
                            policy, binding, shown.get(), Optional.empty(), "failed to configure binding: " + e.why()));
                }
            }
        } catch (PolicyFailure e) {
            uses.add(new Use(policy, null, shown.get(), Optional.empty(), "failed to configure policy: " + e.why()));
        }
        return uses;
    }

    private boolean isBound(Binding binding, Attributes attributes) {
        return !binding.spec().has("matchResources")
                || matching.resources(binding.spec().map("matchResources"), attributes)
                        .isPresent();
    }

    private static String namespace(Attributes attributes) {
        return attributes.resource().info().groupResource().equals("namespaces") ? "" : attributes.namespace();
    }

    /** What the names in the policy's expressions stand for. */
    Scene scene(Use use, Attributes asked) {
        var namespace = namespace(asked);
        return scene(use, asked, namespace.isEmpty() ? null : matching.namespace(namespace), Scene.POLICY);
    }

    /** The same for its match conditions, which are not shown the namespace. */
    Scene conditionScene(Use use, Attributes asked) {
        return scene(use, asked, null, Scene.CONDITIONS);
    }

    private Scene scene(Use use, Attributes asked, @Nullable JsonMap namespace, long limit) {
        return new Scene(
                asked,
                use.shown(),
                use.parameter().orElse(null),
                namespace,
                authorizer,
                use.policy().variables().expressions(),
                limit);
    }
}
