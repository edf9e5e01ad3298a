package dev.jibe.server.admission.certificates;

import dev.jibe.server.authn.User;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.request.RequestInfo;
import java.util.List;

/** Whether somebody may act for a signer, or for all signers of its domain. */
record SignerPermission(Authorizer authorizer) {

    boolean allows(User user, String verb, String signer) {
        if (asks(user, verb, signer)) {
            return true;
        }
        int slash = signer.indexOf('/');
        return slash >= 0 && asks(user, verb, signer.substring(0, slash) + "/*");
    }

    private boolean asks(User user, String verb, String name) {
        var request = new RequestInfo(true, verb, "", "certificates.k8s.io", "*", "", "signers", "", name, List.of());
        return authorizer.authorize(user, request).allowed();
    }
}
