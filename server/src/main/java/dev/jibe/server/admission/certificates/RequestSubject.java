package dev.jibe.server.admission.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.NamingException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * The subject of a request for a certificate (PKCS #10).
 *
 * @param commonName empty if it has none
 * @param organizations what the server takes for groups
 */
public record RequestSubject(String commonName, List<String> organizations) {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN CERTIFICATE REQUEST-----(.*?)-----END CERTIFICATE REQUEST-----", Pattern.DOTALL);
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    /**
     * Reads the subject.
     *
     * @param request the PEM text in base64, as the object has it
     * @throws IllegalArgumentException if it is none
     */
    public static RequestSubject of(String request) {
        var pem = new String(Base64.getMimeDecoder().decode(request), StandardCharsets.ISO_8859_1);
        var block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("PEM block type must be CERTIFICATE REQUEST");
        }
        return of(Base64.getMimeDecoder().decode(block.group(1)));
    }

    private static RequestSubject of(byte[] der) {
        int info = content(der, 0, SEQUENCE);
        int version = content(der, info, SEQUENCE);
        int subject = end(der, version, INTEGER);
        content(der, subject, SEQUENCE);
        var name = new X500Principal(new ByteArrayInputStream(der, subject, der.length - subject));
        var commonName = "";
        var organizations = new ArrayList<String>();
        try {
            for (var part : new LdapName(name.getName()).getRdns()) {
                var attributes = part.toAttributes();
                if (attributes.get("CN") != null) {
                    commonName = String.valueOf(attributes.get("CN").get());
                }
                var values = attributes.get("O");
                for (int i = 0; values != null && i < values.size(); i++) {
                    organizations.add(String.valueOf(values.get(i)));
                }
            }
        } catch (NamingException e) {
            throw new IllegalArgumentException("asn1: structure error", e);
        }
        return new RequestSubject(commonName, List.copyOf(organizations));
    }

    /** Where the content of an element begins. */
    private static int content(byte[] der, int at, int tag) {
        if (at + 2 > der.length || (der[at] & 0xff) != tag) {
            throw new IllegalArgumentException("asn1: structure error");
        }
        int length = der[at + 1] & 0xff;
        return length < 0x80 ? at + 2 : at + 2 + (length & 0x7f);
    }

    private static int end(byte[] der, int at, int tag) {
        int start = content(der, at, tag);
        int length = der[at + 1] & 0xff;
        if (length >= 0x80 || start + length > der.length) {
            throw new IllegalArgumentException("asn1: structure error");
        }
        return start + length;
    }
}
