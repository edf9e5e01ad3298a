package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.authz.Authorizer.Decision;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/**
 * Nobody has an object deleted with another, or the other kept by it, who could not do so himself.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement">OwnerReferencesPermissionEnforcement</a>.
 */
public final class OwnerPermissions implements Admission.Validating {

    private static final String OWNERS = "ownerReferences";
    private static final String BLOCKS = "blockOwnerDeletion";

    private final Authorizer authorizer;
    private final Resources resources;

    public OwnerPermissions(Authorizer authorizer, Resources resources) {
        this.authorizer = authorizer;
        this.resources = resources;
    }

    @Override
    public void validate(Attributes attributes) {
        boolean written = attributes.isCreate() || attributes.isUpdate();
        var owners = owners(attributes.object());
        var before = owners(attributes.old());
        if (!written || attributes.isOf("", "pods", "status") || Semantic.equal(owners, before)) {
            return;
        }
        if (attributes.isUpdate()) {
            mayDelete(attributes);
        }
        var blocking = owners.maps().filter(it -> blocksAnew(it, before)).toList();
        if (blocking.isEmpty()
                || ask(attributes, question("update", "*", "*", "", "*", "finalizers", "*"))
                        .allowed()) {
            return;
        }
        blocking.forEach(owner -> mayBlock(attributes, owner));
    }

    private static JsonList owners(JsonMap object) {
        return object.map("metadata").list(OWNERS);
    }

    private static boolean blocksAnew(JsonMap owner, JsonList before) {
        return owner.bool(BLOCKS)
                && before.maps().noneMatch(it -> it.string("uid").equals(owner.string("uid")) && it.bool(BLOCKS));
    }

    private void mayDelete(Attributes attributes) {
        var info = attributes.resource().info();
        var decision = ask(
                attributes,
                question(
                        "delete",
                        info.group(),
                        info.version(),
                        attributes.namespace(),
                        info.plural(),
                        attributes.subresource(),
                        attributes.name()));
        if (!decision.allowed()) {
            throw attributes.forbidden("cannot set an ownerRef on a resource you can't delete: " + shown(decision));
        }
    }

    private void mayBlock(Attributes attributes, JsonMap owner) {
        var apiVersion = owner.string("apiVersion");
        int slash = apiVersion.indexOf('/');
        var group = apiVersion.substring(0, Math.max(slash, 0));
        var version = apiVersion.substring(slash + 1);
        var kinds = resources.in(group, version).stream()
                .filter(it -> it.kind().equals(owner.string("kind")))
                .toList();
        if (kinds.isEmpty()) {
            throw attributes.forbidden("cannot set blockOwnerDeletion in this case because cannot find RESTMapping for"
                    + " APIVersion " + apiVersion + " Kind " + owner.string("kind") + ": no matches for kind \""
                    + owner.string("kind") + "\" in version \"" + apiVersion + "\"");
        }
        for (var kind : kinds) {
            var decision = ask(attributes, finalizing(attributes, kind, owner.string("name")));
            if (!decision.allowed()) {
                throw attributes.forbidden("cannot set blockOwnerDeletion if an ownerReference refers to a resource you"
                        + " can't set finalizers on: " + shown(decision));
            }
        }
    }

    private static RequestInfo finalizing(Attributes attributes, Resource kind, String name) {
        var info = kind.info();
        // An owner is in the same namespace, or in none.
        var namespace = kind.namespaced() ? attributes.namespace() : "";
        return question("update", info.group(), info.version(), namespace, info.plural(), "finalizers", name);
    }

    private static RequestInfo question(
            String verb,
            String group,
            String version,
            String namespace,
            String plural,
            String subresource,
            String name) {
        return new RequestInfo(true, verb, "", group, version, namespace, plural, subresource, name, List.of());
    }

    private Decision ask(Attributes attributes, RequestInfo question) {
        return authorizer.authorize(attributes.user(), question);
    }

    private static String shown(Decision decision) {
        return decision.reason() + ", " + (decision.error().isEmpty() ? "<nil>" : decision.error());
    }
}
