package dev.jibe.server.request;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Ids by which requests are found again: unique, but no secrets, and so made without asking the system each time. */
public final class AuditIds {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final HexFormat HEX = HexFormat.of();

    private final long high;
    private final AtomicLong low;

    public AuditIds(RandomGenerator random) {
        this.high = random.nextLong();
        this.low = new AtomicLong(random.nextLong());
    }

    public String next() {
        long first = mixed(low.addAndGet(GAMMA));
        long second = mixed(first ^ high);
        var digits = HEX.toHexDigits(first) + HEX.toHexDigits(second);
        return digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-4" + digits.substring(13, 16) + "-"
                + "89ab".charAt((int) (second >>> 62)) + digits.substring(17, 20) + "-" + digits.substring(20, 32);
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
