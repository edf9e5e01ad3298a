package dev.jibe.server.admission;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.runtime.Ids;
import dev.jibe.server.registry.Names;
import dev.jibe.store.Store;

/**
 * Gives every pod an account, and its containers the account's token.
 *
 * <p>See <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">Managing Service
 * Accounts</a>.
 */
public final class ServiceAccountAdmission implements Admission.Mutating, Admission.Validating {

    private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final long TOKEN_SECONDS = 3607;

    private final Store<JsonMap> store;
    private final Ids ids;

    public ServiceAccountAdmission(Store<JsonMap> store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    @Override
    public JsonMap mutate(Attributes attributes) {
        var pod = attributes.object();
        if (!attributes.isCreate() || !attributes.isOf("", "pods")) {
            return pod;
        }
        if (isMirror(pod)) {
            SecretReferences.checkMirror(attributes);
            return pod;
        }
        var spec = pod.map("spec");
        var name = spec.string("serviceAccountName").isEmpty() ? "default" : spec.string("serviceAccountName");
        spec = spec.with("serviceAccountName", name).with("serviceAccount", name);
        var account = account(attributes, name);
        if (wantsToken(spec, account)) {
            spec = withToken(spec);
        }
        if (spec.list("imagePullSecrets").isEmpty()
                && !account.list("imagePullSecrets").isEmpty()) {
            spec = spec.with("imagePullSecrets", account.list("imagePullSecrets"));
        }
        var result = pod.with("spec", spec);
        SecretReferences.check(attributes.with(result), account);
        return result;
    }

    private static boolean isMirror(JsonMap pod) {
        return pod.map("metadata").map("annotations").has(MIRROR);
    }

    private JsonMap account(Attributes attributes, String name) {
        var account = store.find("serviceaccounts", attributes.namespace() + "/" + name);
        if (account == null) {
            var why = Names.wrongPathSegment(name).isEmpty()
                    ? "serviceaccount \"" + name + "\" not found"
                    : Names.wrongToAsk(name);
            throw attributes.forbidden(
                    "error looking up service account " + attributes.namespace() + "/" + name + ": " + why);
        }
        return account.value();
    }

    @Override
    public void validate(Attributes attributes) {
        boolean created = attributes.isCreate() && attributes.isOf("", "pods");
        boolean extended = attributes.isUpdate() && attributes.isOf("", "pods", "ephemeralcontainers");
        if (!created && !extended) {
            return;
        }
        if (created && isMirror(attributes.object())) {
            SecretReferences.checkMirror(attributes);
            return;
        }
        var name = attributes.object().map("spec").string("serviceAccountName");
        if (name.isEmpty()) {
            if (created) {
                throw attributes.forbidden("no service account specified for pod " + attributes.namespace() + "/"
                        + attributes.object().map("metadata").string("name"));
            }
            return;
        }
        var account = account(attributes, name);
        if (created) {
            SecretReferences.check(attributes, account);
        } else {
            SecretReferences.checkEphemeral(attributes, account);
        }
    }

    private static boolean wantsToken(JsonMap spec, JsonMap account) {
        if (spec.has("automountServiceAccountToken")) {
            return spec.bool("automountServiceAccountToken");
        }
        return !account.has("automountServiceAccountToken") || account.bool("automountServiceAccountToken");
    }

    private JsonMap withToken(JsonMap spec) {
        var existing = spec.list("volumes")
                .maps()
                .filter(v -> v.string("name").startsWith("kube-api-access-"))
                .map(v -> v.string("name"))
                .findFirst();
        var volume = existing.orElseGet(() -> "kube-api-access-" + ids.suffix());
        boolean[] mounted = {false};
        var result = spec;
        for (var key : new String[] {"initContainers", "containers"}) {
            if (spec.has(key)) {
                result = result.with(key, spec.list(key).map(c -> mount((JsonMap) c, volume, mounted)));
            }
        }
        boolean needsVolume = mounted[0] && existing.isEmpty();
        return needsVolume ? result.with("volumes", result.list("volumes").with(tokenVolume(volume))) : result;
    }

    private static JsonMap mount(JsonMap container, String volume, boolean[] mounted) {
        boolean has = container
                .list("volumeMounts")
                .maps()
                .anyMatch(m -> m.string("mountPath").equals(MOUNT_PATH));
        if (has) {
            return container;
        }
        mounted[0] = true;
        var mount = JsonMap.of("name", volume, "readOnly", true, "mountPath", MOUNT_PATH);
        return container.with("volumeMounts", container.list("volumeMounts").with(mount));
    }

    private static JsonMap tokenVolume(String name) {
        var token = JsonMap.of("serviceAccountToken", JsonMap.of("expirationSeconds", TOKEN_SECONDS, "path", "token"));
        var ca = JsonMap.of(
                "configMap",
                JsonMap.of(
                        "name",
                        "kube-root-ca.crt",
                        "items",
                        JsonList.of(JsonMap.of("key", "ca.crt", "path", "ca.crt"))));
        var field = JsonMap.of("apiVersion", "v1", "fieldPath", "metadata.namespace");
        var namespace = JsonMap.of(
                "downwardAPI", JsonMap.of("items", JsonList.of(JsonMap.of("path", "namespace", "fieldRef", field))));
        return JsonMap.of(
                "name",
                name,
                "projected",
                JsonMap.of("defaultMode", 420L, "sources", JsonList.of(token, ca, namespace)));
    }
}
