package dev.jibe.wire.tls;

import dev.jibe.wire.WireException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The alternative names of a certificate: DNS names, IP addresses as text, e-mail addresses, URIs. */
public record AltNames(List<String> dnsNames, List<String> ipAddresses, List<String> emails, List<String> uris) {
    public static final AltNames NONE = new AltNames(List.of(), List.of(), List.of(), List.of());

    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    public AltNames {
        dnsNames = List.copyOf(dnsNames);
        ipAddresses = List.copyOf(ipAddresses);
        emails = List.copyOf(emails);
        uris = List.copyOf(uris);
    }

    public static AltNames of(List<String> dnsNames, List<String> ipAddresses) {
        return new AltNames(dnsNames, ipAddresses, List.of(), List.of());
    }

    public boolean isEmpty() {
        return dnsNames.isEmpty() && ipAddresses.isEmpty() && emails.isEmpty() && uris.isEmpty();
    }

    /** Those of a certificate, as they are written there. */
    public static AltNames of(X509Certificate certificate) throws WireException {
        byte[] extension = certificate.getExtensionValue(Oids.SUBJECT_ALT_NAME);
        return extension == null ? NONE : parse(new DerReader(extension).content(Der.OCTET_STRING));
    }

    /** Reads the value of the extension. */
    static AltNames parse(byte[] value) throws WireException {
        List<String> dns = new ArrayList<>();
        List<String> ips = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        DerReader names = new DerReader(value).enter(Der.SEQUENCE);
        while (names.hasMore()) {
            int tag = names.tag();
            byte[] content = names.content(tag);
            switch (tag & 0x1f) {
                case EMAIL -> emails.add(ascii(content));
                case DNS -> dns.add(ascii(content));
                case URI -> uris.add(ascii(content));
                case IP -> ips.add(address(content));
                default -> {} // Other kinds of names mean nothing to Kubernetes.
            }
        }
        return new AltNames(dns, ips, emails, uris);
    }

    /** The value of the extension. */
    byte[] encoded() throws WireException {
        List<byte[]> names = new ArrayList<>();
        for (String email : emails) {
            names.add(Der.taggedPrimitive(EMAIL, email.getBytes(StandardCharsets.US_ASCII)));
        }
        for (String name : dnsNames) {
            names.add(Der.taggedPrimitive(DNS, name.getBytes(StandardCharsets.US_ASCII)));
        }
        for (String uri : uris) {
            names.add(Der.taggedPrimitive(URI, uri.getBytes(StandardCharsets.US_ASCII)));
        }
        for (String ip : ipAddresses) {
            try {
                names.add(Der.taggedPrimitive(IP, InetAddress.ofLiteral(ip).getAddress()));
            } catch (IllegalArgumentException e) {
                throw new WireException("not an IP address: " + ip, e);
            }
        }
        return Der.sequence(names.toArray(byte[][]::new));
    }

    private static String ascii(byte[] content) {
        return new String(content, StandardCharsets.US_ASCII);
    }

    private static String address(byte[] content) throws WireException {
        try {
            return InetAddress.getByAddress(content).getHostAddress();
        } catch (UnknownHostException e) {
            throw new WireException("an IP address of " + content.length + " bytes", e);
        }
    }
}
