package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reading and writing of PEM (RFC 7468): certificates and keys. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** One block of a PEM text. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares blocks.
    public record Block(String label, byte[] content) {}

    /** All blocks of a text, in order; what stands between them is skipped. */
    public static List<Block> blocks(String text) throws WireException {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while ((at = text.indexOf(BEGIN, at)) >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw new WireException("PEM: unfinished first line");
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            int end = text.indexOf(END + label + DASHES, labelEnd);
            if (end < 0) {
                throw new WireException("PEM: no end of " + label);
            }
            String body = text.substring(labelEnd + DASHES.length(), end);
            try {
                byte[] raw = body.getBytes(StandardCharsets.US_ASCII);
                blocks.add(new Block(label, Base64.getMimeDecoder().decode(raw)));
            } catch (IllegalArgumentException e) {
                throw new WireException("PEM: " + label + " is not base64", e);
            }
            at = end + END.length();
        }
        return blocks;
    }

    /** All certificates of a text; empty if there are none. */
    public static List<X509Certificate> certificates(String text) throws WireException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(CertificateWriter.read(block.content()));
            }
        }
        return certificates;
    }

    /** The first private key of a text, in PKCS#8, SEC 1 or PKCS#1. */
    public static PrivateKey privateKey(String text) throws WireException {
        for (Block block : blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return Keys.pkcs8(block.content());
                }
                case "EC PRIVATE KEY" -> {
                    return Keys.sec1(block.content());
                }
                case "RSA PRIVATE KEY" -> {
                    return Keys.pkcs1(block.content());
                }
                case "ENCRYPTED PRIVATE KEY" -> throw new WireException("encrypted private keys are not supported");
                default -> {} // EC PARAMETERS and certificates may stand beside the key.
            }
        }
        throw new WireException("PEM: no private key");
    }

    /** The first public key of a text: a PUBLIC KEY block, or that of a certificate. */
    public static PublicKey publicKey(String text) throws WireException {
        for (Block block : blocks(text)) {
            if (block.label().equals("PUBLIC KEY")) {
                return Keys.publicKey(block.content());
            }
            if (block.label().equals("CERTIFICATE")) {
                return CertificateWriter.read(block.content()).getPublicKey();
            }
        }
        throw new WireException("PEM: no public key");
    }

    public static String write(List<X509Certificate> certificates) throws WireException {
        var text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(write(certificate));
        }
        return text.toString();
    }

    public static String write(X509Certificate certificate) throws WireException {
        try {
            return write("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new WireException("certificate without an encoding", e);
        }
    }

    /** Writes a key as PKCS#8. */
    public static String write(PrivateKey key) {
        return write("PRIVATE KEY", key.getEncoded());
    }

    /** Writes a key of an elliptic curve as SEC 1, with its public half. */
    static String writeSec1(ECPrivateKey key, PublicKey publicKey) throws WireException {
        return write("EC PRIVATE KEY", Keys.toSec1(key, publicKey));
    }

    public static String write(PublicKey key) {
        return write("PUBLIC KEY", key.getEncoded());
    }

    public static String write(String label, byte[] content) {
        return BEGIN + label + DASHES + "\n" + LINES.encodeToString(content) + "\n" + END + label + DASHES + "\n";
    }
}
