package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Values;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An internet address. */
final class IpAddress implements Values.Custom {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private final InetAddress inet;

    private IpAddress(InetAddress inet) {
        this.inet = inet;
    }

    static IpAddress of(InetAddress inet) {
        return new IpAddress(inet);
    }

    static IpAddress parse(String text) {
        if (text.contains("%")) {
            throw new CelFailure("IP address \"" + text + "\" with zone value is not allowed");
        }
        if (!V4.matcher(text).matches() && !text.contains(":")) {
            throw notAnAddress(text);
        }
        try {
            var inet = InetAddress.ofLiteral(text);
            if (text.contains(":") && inet.getAddress().length == 4) {
                throw new CelFailure("IPv4-mapped IPv6 address \"" + text + "\" is not allowed");
            }
            return new IpAddress(inet);
        } catch (IllegalArgumentException e) {
            throw notAnAddress(text);
        }
    }

    private static CelFailure notAnAddress(String text) {
        return new CelFailure("IP Address \"" + text + "\" parse error during conversion from string: ParseAddr(\""
                + text + "\"): unable to parse IP");
    }

    InetAddress inet() {
        return inet;
    }

    byte[] bytes() {
        return inet.getAddress();
    }

    boolean isGlobalUnicast() {
        return !inet.isAnyLocalAddress()
                && !inet.isLoopbackAddress()
                && !inet.isMulticastAddress()
                && !inet.isLinkLocalAddress()
                && !toString().equals("255.255.255.255");
    }

    @Override
    public String typeName() {
        return "net.IP";
    }

    @Override
    public long size() {
        return bytes().length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && inet.equals(that.inet);
    }

    @Override
    public int hashCode() {
        return inet.hashCode();
    }

    /** The canonical form of RFC 5952. */
    @Override
    public String toString() {
        var bytes = bytes();
        if (bytes.length == 4) {
            return inet.getHostAddress();
        }
        var groups = new int[8];
        Arrays.setAll(groups, i -> (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff);
        int start = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
        }
        var text = new StringBuilder();
        int at = 0;
        while (at < 8) {
            if (at == start) {
                text.append("::");
                at += longest;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(HexFormat.of().toHexDigits((short) groups[at]).replaceFirst("^0+(?=.)", ""));
                at++;
            }
        }
        return text.toString();
    }
}
