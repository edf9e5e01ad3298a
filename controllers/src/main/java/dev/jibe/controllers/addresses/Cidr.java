package dev.jibe.controllers.addresses;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses of one family. */
public record Cidr(int bytes, BigInteger first, int prefixBits) {
    private static final int IPV4_BYTES = 4;

    /**
     * The range that a text writes.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        var address =
                InetAddress.ofLiteral(text.substring(0, Math.max(slash, 0))).getAddress();
        return new Cidr(address.length, new BigInteger(1, address), Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(String address) {
        var bytesOf = InetAddress.ofLiteral(address).getAddress();
        return bytesOf.length == bytes && hasPrefix(new BigInteger(1, bytesOf));
    }

    /** Whether every address of the other is one of this. */
    public boolean covers(Cidr other) {
        return other.bytes == bytes && other.prefixBits >= prefixBits && hasPrefix(other.first);
    }

    private boolean hasPrefix(BigInteger address) {
        int free = bytes * Byte.SIZE - prefixBits;
        return address.shiftRight(free).equals(first.shiftRight(free));
    }

    public boolean isIpv4() {
        return bytes == IPV4_BYTES;
    }

    /** The highest address. */
    public BigInteger last() {
        return first.or(BigInteger.ONE.shiftLeft(freeBits()).subtract(BigInteger.ONE));
    }

    /** The part with that number, counted from 0, of those with so long a prefix. */
    public Cidr part(int number, int partBits) {
        var offset = BigInteger.valueOf(number).shiftLeft(bytes * Byte.SIZE - partBits);
        return new Cidr(bytes, start().add(offset), partBits);
    }

    /** The number of the part that has the address. */
    public long partOf(BigInteger address, int partBits) {
        return address.subtract(start())
                .shiftRight(bytes * Byte.SIZE - partBits)
                .longValueExact();
    }

    private BigInteger start() {
        return first.shiftRight(freeBits()).shiftLeft(freeBits());
    }

    private int freeBits() {
        return bytes * Byte.SIZE - prefixBits;
    }

    @Override
    public String toString() {
        var padded = new byte[bytes];
        var raw = first.toByteArray();
        int length = Math.min(raw.length, bytes);
        System.arraycopy(raw, raw.length - length, padded, bytes - length, length);
        try {
            return InetAddress.getByAddress(padded).getHostAddress() + "/" + prefixBits;
        } catch (UnknownHostException impossible) {
            throw new AssertionError("addresses have 4 or 16 bytes", impossible);
        }
    }
}
