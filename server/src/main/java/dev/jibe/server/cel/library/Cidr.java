package dev.jibe.server.cel.library;

import dev.jibe.server.cel.CelFailure;
import dev.jibe.server.cel.Values;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of addresses that begin with the same bits. */
record Cidr(IpAddress address, int prefix) implements Values.Custom {

    private static final String NO_ADDRESS = "network address parse error during conversion from string: ";

    private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");

    static Cidr parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw notARange(text, "no '/'");
        }
        var first = text.substring(0, slash);
        IpAddress address;
        try {
            address = IpAddress.parse(first);
        } catch (CelFailure e) {
            throw notARange(text, "ParseAddr(\"" + first + "\"): unable to parse IP");
        }
        var bits = text.substring(slash + 1);
        if (!BITS.matcher(bits).matches()) {
            throw notARange(text, "bad bits after slash: \"" + bits + "\"");
        }
        int prefix = Integer.parseInt(bits);
        if (prefix > address.bytes().length * 8) {
            throw notARange(text, "prefix length out of range");
        }
        return new Cidr(address, prefix);
    }

    private static CelFailure notARange(String text, String why) {
        // Upstream says it in the parser, and again where it is called.
        return new CelFailure(NO_ADDRESS + NO_ADDRESS + "netip.ParsePrefix(\"" + text + "\"): " + why);
    }

    boolean contains(IpAddress other) {
        var mine = address.bytes();
        var theirs = other.bytes();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    Cidr masked() {
        var bytes = address.bytes();
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return new Cidr(IpAddress.of(InetAddress.getByAddress(bytes)), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has as many bytes as it had", e);
        }
    }

    @Override
    public String typeName() {
        return "net.CIDR";
    }

    @Override
    public long size() {
        return (prefix + 7L) / 8;
    }

    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
