package dev.jibe.server.admission.optional;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.ApiException.Named;
import dev.jibe.store.Store;
import java.util.function.Consumer;

/**
 * Namespaces that are made when something is put into them, or have to be there.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#namespaceautoprovision">NamespaceAutoProvision</a>.
 */
public final class Namespaces {

    private Namespaces() {}

    private static boolean isMeant(Attributes attributes) {
        return !attributes.namespace().isEmpty()
                && !attributes.resource().info().groupResource().equals("namespaces");
    }

    /**
     * Makes namespaces.
     *
     * @param maker creates the namespace of a name, unless it is there
     */
    public static Admission.Mutating autoProvision(Store<JsonMap> store, Consumer<String> maker) {
        return attributes -> {
            if (attributes.isCreate()
                    && !attributes.dryRun()
                    && isMeant(attributes)
                    && store.find("namespaces", attributes.namespace()) == null) {
                try {
                    maker.accept(attributes.namespace());
                } catch (ApiException e) {
                    throw attributes.forbidden(String.valueOf(e.getMessage()));
                }
            }
            return attributes.object();
        };
    }

    public static Admission.Validating exists(Store<JsonMap> store) {
        return attributes -> {
            if (attributes.operation() != Attributes.Operation.CONNECT
                    && isMeant(attributes)
                    && store.find("namespaces", attributes.namespace()) == null) {
                throw ApiException.notFound(new Named("", "namespaces"), attributes.namespace());
            }
        };
    }
}
