package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The name in a certificate: for Kubernetes the common name is the user and the organizations are the groups
 * (<a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates">docs</a>).
 */
public record Subject(String commonName, List<String> organizations) {

    public Subject {
        organizations = List.copyOf(organizations);
    }

    public static Subject of(String commonName, String... organizations) {
        return new Subject(commonName, List.of(organizations));
    }

    /** The subject of a certificate; the last common name counts, as in upstream. */
    public static Subject of(X509Certificate certificate) throws WireException {
        return parse(certificate.getSubjectX500Principal().getEncoded());
    }

    static Subject parse(byte[] name) throws WireException {
        String commonName = "";
        List<String> organizations = new ArrayList<>();
        DerReader parts = new DerReader(name).enter(Der.SEQUENCE);
        while (parts.hasMore()) {
            DerReader set = parts.enter(Der.SET);
            while (set.hasMore()) {
                DerReader attribute = set.enter(Der.SEQUENCE);
                String type = attribute.oid();
                if (type.equals(Oids.COMMON_NAME)) {
                    commonName = attribute.text();
                } else if (type.equals(Oids.ORGANIZATION)) {
                    organizations.add(attribute.text());
                }
            }
        }
        return new Subject(commonName, Collections.unmodifiableList(organizations));
    }

    byte[] encoded() {
        List<byte[]> parts = new ArrayList<>();
        for (String organization : organizations) {
            parts.add(attribute(Oids.ORGANIZATION, organization));
        }
        if (!commonName.isEmpty()) {
            parts.add(attribute(Oids.COMMON_NAME, commonName));
        }
        return Der.sequence(parts.toArray(byte[][]::new));
    }

    private static byte[] attribute(String type, String value) {
        return Der.set(Der.sequence(Der.oid(type), Der.utf8(value)));
    }
}
