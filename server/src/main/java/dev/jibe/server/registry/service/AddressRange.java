package dev.jibe.server.registry.service;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IPv4 addresses in CIDR notation, counted from its first.
 *
 * @param size addresses in the range, the network's own included
 */
public record AddressRange(int base, int size) {

    /** Whether addresses can be handed out of a range that a client made: not if it is of IPv6, or too wide or narrow. */
    static boolean isServed(String cidr) {
        try {
            return parse(cidr).size() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            if (slash < 0 || bits < 8 || bits > 30) {
                throw new IllegalArgumentException("not an IPv4 range like 10.96.0.0/16: " + cidr);
            }
            int base = toInt(cidr.substring(0, slash)) & (-1 << (32 - bits));
            return new AddressRange(base, 1 << (32 - bits));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an IPv4 range like 10.96.0.0/16: " + cidr, e);
        }
    }

    /** The addresses that can be handed out: neither the network's own nor that for all. */
    int usable() {
        return size - 2;
    }

    public String address(int index) {
        int value = base + index;
        return (value >>> 24) + "." + (value >>> 16 & 255) + "." + (value >>> 8 & 255) + "." + (value & 255);
    }

    /** The place of an address in the range; -1 if it is none of it. */
    public int indexOf(String address) {
        try {
            long index = Integer.toUnsignedLong(toInt(address)) - Integer.toUnsignedLong(base);
            return index >= 0 && index < size ? (int) index : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private static int toInt(String address) {
        if (!address.matches("[0-9]+(\\.[0-9]+){3}")) {
            throw new IllegalArgumentException("not an IPv4 address: " + address);
        }
        try {
            int value = 0;
            for (byte b : InetAddress.getByName(address).getAddress()) {
                value = value << 8 | b & 255;
            }
            return value;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv4 address: " + address, e);
        }
    }

    /** In CIDR notation. */
    @Override
    public String toString() {
        return address(0) + "/" + (32 - Integer.numberOfTrailingZeros(size));
    }
}
