package dev.jibe.jibe;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What an API server calls itself among others: made of the name of its machine, as upstream makes it. */
final class ServerIdentity {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int HASHED_BYTES = 16;

    private ServerIdentity() {}

    static String ofMachine() {
        try {
            return of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return of("localhost");
        }
    }

    static String of(String host) {
        var named = new ByteArrayOutputStream();
        for (var part : new String[] {host, "kube-apiserver"}) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            named.write(bytes.length >> 8);
            named.write(bytes.length);
            named.writeBytes(bytes);
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(named.toByteArray());
            return "apiserver-" + base32(Arrays.copyOf(hash, HASHED_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int bits = 0;
        int left = 0;
        for (byte b : bytes) {
            bits = bits << 8 | (b & 0xff);
            for (left += 8; left >= 5; left -= 5) {
                text.append(LETTERS.charAt(bits >> (left - 5) & 31));
            }
        }
        return left == 0
                ? text.toString()
                : text.append(LETTERS.charAt(bits << (5 - left) & 31)).toString();
    }
}
