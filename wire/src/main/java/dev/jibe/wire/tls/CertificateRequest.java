package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.security.KeyPair;
import java.security.PublicKey;

/** A certificate signing request (PKCS#10, RFC 2986) whose signature has been verified. */
public record CertificateRequest(Subject subject, AltNames altNames, PublicKey publicKey) {

    /** Reads the first request of a PEM text; a wrong signature is an error. */
    public static CertificateRequest ofPem(String text) throws WireException {
        for (Pem.Block block : Pem.blocks(text)) {
            if (block.label().equals("CERTIFICATE REQUEST") || block.label().equals("NEW CERTIFICATE REQUEST")) {
                return parse(block.content());
            }
        }
        throw new WireException("PEM block type must be CERTIFICATE REQUEST");
    }

    /** Reads a request; a wrong signature is an error. */
    public static CertificateRequest parse(byte[] der) throws WireException {
        DerReader request = new DerReader(der).enter(Der.SEQUENCE);
        byte[] signed = request.raw();
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.of(request.enter(Der.SEQUENCE).oid());
        byte[] signature = request.bitString();

        DerReader info = new DerReader(signed).enter(Der.SEQUENCE);
        info.integer();
        Subject subject = Subject.parse(info.raw());
        PublicKey key = Keys.publicKey(info.raw());
        AltNames names = info.tag() == 0xa0 ? altNames(info.enter(0xa0)) : AltNames.NONE;
        if (!algorithm.verify(key, signed, signature)) {
            throw new WireException("certificate request: the signature does not match the key");
        }
        return new CertificateRequest(subject, names, key);
    }

    /** Writes a request for a key, as PEM. */
    public static String create(KeyPair pair, Subject subject, AltNames altNames) throws WireException {
        byte[] attributes = altNames.isEmpty()
                ? Der.tagged(0)
                : Der.tagged(
                        0,
                        Der.sequence(
                                Der.oid(Oids.EXTENSION_REQUEST),
                                Der.set(Der.sequence(CertificateWriter.extension(
                                        Oids.SUBJECT_ALT_NAME, false, altNames.encoded())))));
        byte[] info =
                Der.sequence(Der.integer(0), subject.encoded(), pair.getPublic().getEncoded(), attributes);
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(pair.getPrivate());
        byte[] signature = algorithm.sign(pair.getPrivate(), info);
        return Pem.write(
                "CERTIFICATE REQUEST", Der.sequence(info, algorithm.identifier(), Der.bitString(signature, 0)));
    }

    private static AltNames altNames(DerReader attributes) throws WireException {
        while (attributes.hasMore()) {
            DerReader attribute = attributes.enter(Der.SEQUENCE);
            if (!attribute.oid().equals(Oids.EXTENSION_REQUEST)) {
                continue;
            }
            DerReader extensions = attribute.enter(Der.SET).enter(Der.SEQUENCE);
            while (extensions.hasMore()) {
                DerReader extension = extensions.enter(Der.SEQUENCE);
                String oid = extension.oid();
                if (extension.tag() == Der.BOOLEAN) {
                    extension.skip();
                }
                if (oid.equals(Oids.SUBJECT_ALT_NAME)) {
                    return AltNames.parse(extension.content(Der.OCTET_STRING));
                }
            }
        }
        return AltNames.NONE;
    }
}
