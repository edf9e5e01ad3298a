package dev.jibe.controllers.servicecidr;

import java.math.BigInteger;
import java.net.InetAddress;

/** A range of addresses of one family. */
record Cidr(int bytes, BigInteger first, int prefixBits) {

    /** @throws IllegalArgumentException if it is none */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        var address =
                InetAddress.ofLiteral(text.substring(0, Math.max(slash, 0))).getAddress();
        return new Cidr(address.length, new BigInteger(1, address), Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(String address) {
        var bytesOf = InetAddress.ofLiteral(address).getAddress();
        return bytesOf.length == bytes && hasPrefix(new BigInteger(1, bytesOf));
    }

    /** Whether every address of the other is one of this. */
    boolean covers(Cidr other) {
        return other.bytes == bytes && other.prefixBits >= prefixBits && hasPrefix(other.first);
    }

    private boolean hasPrefix(BigInteger address) {
        int free = bytes * Byte.SIZE - prefixBits;
        return address.shiftRight(free).equals(first.shiftRight(free));
    }
}
