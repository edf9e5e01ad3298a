package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;

/**
 * A certificate signing request (PKCS#10, RFC 2986) that has been read, and nothing more.
 *
 * @param key that it asks a certificate for
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
public record UnverifiedRequest(PublicKeyInfo key, String algorithm, byte[] signed, byte[] signature) {

    /** Reads a request and nothing behind it. */
    public static UnverifiedRequest parse(byte[] der) throws WireException {
        var whole = new DerReader(der);
        var request = whole.enter(Der.SEQUENCE);
        if (whole.hasMore()) {
            throw new WireException("certificate request: trailing data");
        }
        var signed = request.raw();
        var algorithm = request.enter(Der.SEQUENCE).oid();
        var signature = request.bitString();
        var info = new DerReader(signed).enter(Der.SEQUENCE);
        info.integer();
        Subject.parse(info.raw());
        return new UnverifiedRequest(PublicKeyInfo.parse(info.raw()), algorithm, signed, signature);
    }

    /** Whether who has the key has made the request. */
    public boolean isSigned() {
        var owner = key.key();
        try {
            return owner != null && SignatureAlgorithm.of(algorithm).verify(owner, signed, signature);
        } catch (WireException unknown) {
            return false;
        }
    }
}
