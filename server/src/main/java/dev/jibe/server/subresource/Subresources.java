package dev.jibe.server.subresource;

import dev.jibe.object.schema.Schema;
import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.AdmissionChain;
import dev.jibe.server.authn.ServiceAccountTokens;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Deleting;
import dev.jibe.server.registry.Reading;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.Writing;
import dev.jibe.server.registry.Writing.Part;
import dev.jibe.server.registry.kinds.CertificateStrategy;
import dev.jibe.server.registry.kinds.PodParts;
import dev.jibe.server.registry.validation.Validation;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiRequest;
import dev.jibe.server.request.ApiResponse;
import dev.jibe.server.request.Changes;
import dev.jibe.server.request.RequestInfo;
import dev.jibe.server.request.Verbs;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Finds the subresource that a path names. */
public final class Subresources {

    private final Map<String, Subresource> byName = new HashMap<>();

    public Subresources(
            AdmissionChain admission,
            Schema schema,
            Resources resources,
            Reading reading,
            Writing writing,
            Deleting deleting,
            Changes changes,
            ServiceAccountTokens tokens,
            Clock clock) {
        byName.put("scale", new Scale(admission, schema, reading, writing, changes));
        byName.put("binding", new Bindings(admission, schema, resources, writing, clock));
        byName.put("eviction", new Eviction(admission, schema, resources, reading, writing, deleting, clock));
        byName.put("token", new TokenRequests(admission, schema, reading, resources, tokens, changes.ownership()));
        byName.put("finalize", new Finalize(admission, writing));
        byName.put(
                "approval",
                new Replaced(
                        admission,
                        reading,
                        writing,
                        changes,
                        Part.INTERNAL,
                        (wanted, old) -> CertificateStrategy.approved(wanted, old, clock.now()),
                        Validation::checkApproval));
        byName.put(
                "ephemeralcontainers",
                new Replaced(
                        admission,
                        reading,
                        writing,
                        changes,
                        Part.SPEC,
                        Parts::ephemeralContainers,
                        PodParts::checkEphemeral));
        byName.put(
                "resize",
                new Replaced(admission, reading, writing, changes, Part.SPEC, Parts::resize, PodParts::checkResized));
        var forwarding = new Forwarding(admission, reading, resources);
        for (var name : new String[] {"log", "exec", "attach", "portforward", "proxy"}) {
            byName.put(name, forwarding);
        }
    }

    /** A binding that names its pod itself. */
    public ApiResponse bind(ApiRequest request, RequestInfo info, Resource resource, User user) {
        var binding = Objects.requireNonNull(byName.get("binding"));
        return Verbs.warned(warnings -> binding.answer(request, info, resource, user, warnings));
    }

    public ApiResponse answer(ApiRequest request, RequestInfo info, Resource resource, User user) {
        var subresource = byName.get(info.subresource());
        if (subresource == null) {
            throw ApiException.notImplemented("subresource " + info.resource() + "/" + info.subresource());
        }
        return Verbs.warned(warnings -> subresource.answer(request, info, resource, user, warnings));
    }
}
