package dev.jibe.wire.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** What a certificate to be issued says: whose it is, for what, from when until when. */
public record CertificateSpec(
        Subject subject, AltNames altNames, Set<KeyPurpose> purposes, Instant notBefore, Instant notAfter) {

    public CertificateSpec {
        purposes = Set.copyOf(purposes);
    }

    public static CertificateSpec server(Subject subject, AltNames altNames, Instant from, Duration validity) {
        return new CertificateSpec(subject, altNames, EnumSet.of(KeyPurpose.SERVER_AUTH), from, from.plus(validity));
    }

    public static CertificateSpec client(Subject subject, Instant from, Duration validity) {
        return new CertificateSpec(
                subject, AltNames.NONE, EnumSet.of(KeyPurpose.CLIENT_AUTH), from, from.plus(validity));
    }
}
