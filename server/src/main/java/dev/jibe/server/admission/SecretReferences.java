package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which secrets a pod may name: all, unless its account says that only its own may be used. */
final class SecretReferences {

    private static final String ENFORCE = "kubernetes.io/enforce-mountable-secrets";

    private SecretReferences() {}

    private static boolean isEnforced(JsonMap account) {
        return List.of("1", "t", "T", "TRUE", "true", "True")
                .contains(account.map("metadata").map("annotations").string(ENFORCE));
    }

    private static Set<String> names(JsonMap account, String list) {
        var names = new HashSet<String>();
        account.list(list).maps().forEach(reference -> names.add(reference.string("name")));
        return names;
    }

    private static String notReferenced(JsonMap account, String what) {
        return " is not allowed because service account "
                + account.map("metadata").string("name") + " does not reference that " + what;
    }

    static void check(Attributes attributes, JsonMap account) {
        if (!isEnforced(account)) {
            return;
        }
        var secrets = names(account, "secrets");
        var spec = attributes.object().map("spec");
        for (var volume : spec.list("volumes").maps().toList()) {
            var name = volume.map("secret").string("secretName");
            if (volume.has("secret") && !secrets.contains(name)) {
                throw attributes.forbidden(
                        "volume with secret.secretName=\"" + name + "\"" + notReferenced(account, "secret"));
            }
        }
        containers(attributes, account, secrets, "initContainers", "init container ");
        containers(attributes, account, secrets, "containers", "container ");
        var pullSecrets = names(account, "imagePullSecrets");
        var named = spec.list("imagePullSecrets");
        for (int i = 0; i < named.size(); i++) {
            var name = named.map(i).string("name");
            if (!pullSecrets.contains(name)) {
                throw attributes.forbidden("imagePullSecrets[" + i + "].name=\"" + name + "\""
                        + notReferenced(account, "imagePullSecret"));
            }
        }
    }

    static void checkEphemeral(Attributes attributes, JsonMap account) {
        if (isEnforced(account)) {
            containers(attributes, account, names(account, "secrets"), "ephemeralContainers", "ephemeral container ");
        }
    }

    private static void containers(
            Attributes attributes, JsonMap account, Set<String> secrets, String list, String kind) {
        for (var container : attributes.object().map("spec").list(list).maps().toList()) {
            var what = kind + container.string("name");
            for (var env : container.list("env").maps().toList()) {
                var from = env.map("valueFrom");
                var name = from.map("secretKeyRef").string("name");
                if (from.has("secretKeyRef") && !secrets.contains(name)) {
                    throw attributes.forbidden(what + " with envVar " + env.string("name")
                            + " referencing secret.secretName=\"" + name + "\"" + notReferenced(account, "secret"));
                }
            }
            for (var from : container.list("envFrom").maps().toList()) {
                var name = from.map("secretRef").string("name");
                if (from.has("secretRef") && !secrets.contains(name)) {
                    throw attributes.forbidden(what + " with envFrom referencing secret.secretName=\"" + name + "\""
                            + notReferenced(account, "secret"));
                }
            }
        }
    }

    /** Pods that only show what runs on a node by itself may use nothing of the API. */
    static void checkMirror(Attributes attributes) {
        var spec = attributes.object().map("spec");
        if (!spec.string("serviceAccountName").isEmpty()) {
            throw attributes.forbidden("a mirror pod may not reference service accounts");
        }
        if (PodReferences.of(spec).contains("secrets")) {
            throw attributes.forbidden("a mirror pod may not reference secrets");
        }
        boolean token = spec.list("volumes")
                .maps()
                .flatMap(volume -> volume.map("projected").list("sources").maps())
                .anyMatch(source -> source.has("serviceAccountToken"));
        if (token) {
            throw attributes.forbidden("a mirror pod may not use ServiceAccountToken volume projections");
        }
    }
}
