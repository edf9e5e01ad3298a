package dev.jibe.wire.tls;

/** What a certificate may be used for (extended key usage, RFC 5280 4.2.1.12). */
public enum KeyPurpose {
    SERVER_AUTH("1.3.6.1.5.5.7.3.1"),
    CLIENT_AUTH("1.3.6.1.5.5.7.3.2");

    private final String oid;

    KeyPurpose(String oid) {
        this.oid = oid;
    }

    String oid() {
        return oid;
    }
}
