package dev.jibe.server.admission.certificates;

import dev.jibe.object.JsonMap;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.authz.Authorizer;
import dev.jibe.server.registry.Semantic;
import dev.jibe.server.request.ApiException;
import dev.jibe.server.request.FieldError;
import java.util.List;
import java.util.Objects;

/**
 * Who may do what about certificates: four plugins, one for each step.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization">Certificates</a>.
 */
public final class CertificateAdmission {

    private static final String GROUP = "certificates.k8s.io";
    private static final String REQUESTS = "certificatesigningrequests";
    private static final String CLIENTS = "kubernetes.io/kube-apiserver-client";

    private CertificateAdmission() {}

    /** Approving asks for the permission to, for the signer that the request was made to. */
    public static Admission.Validating approval(Authorizer authorizer) {
        var permission = new SignerPermission(authorizer);
        return attributes -> {
            if (!attributes.isUpdate() || !attributes.isOf(GROUP, REQUESTS, "approval")) {
                return;
            }
            var signer = attributes.old().map("spec").string("signerName");
            if (!permission.allows(attributes.user(), "approve", signer)) {
                throw attributes.forbidden("user not permitted to approve requests with signerName \"" + signer + "\"");
            }
        };
    }

    /** So does writing a certificate into a request. */
    public static Admission.Validating signing(Authorizer authorizer) {
        var permission = new SignerPermission(authorizer);
        return attributes -> {
            boolean signs = attributes.isOf(GROUP, REQUESTS, "status") && changes(attributes, "certificate");
            if (!attributes.isUpdate() || !signs) {
                return;
            }
            var signer = attributes.old().map("spec").string("signerName");
            if (!permission.allows(attributes.user(), "sign", signer)) {
                throw attributes.forbidden("user not permitted to sign requests with signerName \"" + signer + "\"");
            }
        };
    }

    private static boolean changes(Attributes attributes, String key) {
        var before = attributes.old().map("status");
        var after = attributes.object().map("status");
        return !Objects.equals(before.get(key), after.get(key))
                || !before.list("conditions").equals(after.list("conditions"));
    }

    /**
     * Any word on a request for the certificate of a pod asks for the permission to sign; whether or not plugins are
     * turned off (KEP-4317).
     */
    public static Admission.Validating podSigning(Authorizer authorizer) {
        var permission = new SignerPermission(authorizer);
        return attributes -> {
            if (!attributes.isUpdate()
                    || !attributes.isOf(GROUP, "podcertificaterequests", "status")
                    || Semantic.equal(
                            attributes.old().map("status"), attributes.object().map("status"))) {
                return;
            }
            var signer = attributes.old().map("spec").string("signerName");
            if (!permission.allows(attributes.user(), "sign", signer)) {
                var why = "User " + FieldError.quoted(attributes.user().name())
                        + " is not permitted to \"sign\" for signer " + FieldError.quoted(signer);
                throw ApiException.invalid(
                        attributes.resource().namedKind(),
                        attributes.name(),
                        List.of(FieldError.forbidden("spec.signerName", why)));
            }
        };
    }

    /** Nobody is made an administrator by a certificate. */
    public static Admission.Validating subjectRestriction() {
        return attributes -> {
            var spec = attributes.object().map("spec");
            if (!attributes.isCreate()
                    || !attributes.isOf(GROUP, REQUESTS)
                    || !spec.string("signerName").equals(CLIENTS)) {
                return;
            }
            List<String> groups;
            try {
                groups = RequestSubject.of(spec.string("request")).organizations();
            } catch (IllegalArgumentException e) {
                throw attributes.forbidden("failed to parse CSR: " + e.getMessage());
            }
            if (groups.contains("system:masters")) {
                throw attributes.forbidden("use of " + CLIENTS + " signer with system:masters group is not allowed");
            }
        };
    }

    /** Publishing anchors of trust for a signer asks for the permission to. */
    public static Admission.Validating trustBundleAttest(Authorizer authorizer) {
        var permission = new SignerPermission(authorizer);
        return attributes -> {
            boolean written = attributes.isCreate() || attributes.isUpdate();
            if (!written || !attributes.isOf(GROUP, "clustertrustbundles")) {
                return;
            }
            var signer = signer(attributes.object());
            boolean cosmetic = attributes.isUpdate()
                    && attributes.object().map("spec").equals(attributes.old().map("spec"));
            if (signer.isEmpty() || cosmetic) {
                return;
            }
            if (!permission.allows(attributes.user(), "attest", signer)) {
                throw attributes.forbidden("user not permitted to attest for signerName \"" + signer + "\"");
            }
        };
    }

    private static String signer(JsonMap bundle) {
        return bundle.map("spec").string("signerName");
    }
}
