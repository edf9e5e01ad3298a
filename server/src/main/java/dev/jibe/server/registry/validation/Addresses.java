package dev.jibe.server.registry.validation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses and ranges: parsing without name service, canonical form, and what is wrong with one. */
final class Addresses {

    static final String NOT_IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    static final String NOT_CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    private static final Pattern V4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|\\.)0\\d.*");

    private Addresses() {}

    /** The bytes of an address, 4 or 16; null if it is none. Leading zeros are decimal. */
    static byte @Nullable [] parse(String text) {
        if (V4.matcher(text).matches()) {
            var bytes = new byte[4];
            var parts = text.split("\\.", -1);
            for (int i = 0; i < bytes.length; i++) {
                if (parts[i].length() > 9 || Integer.parseInt(parts[i]) > 255) {
                    return null;
                }
                bytes[i] = (byte) Integer.parseInt(parts[i]);
            }
            return bytes;
        }
        if (!V6.matcher(text).matches()) {
            return null;
        }
        try {
            var mapped = InetAddress.getByName(text).getAddress();
            if (mapped.length == 16) {
                return mapped;
            }
            // Java shortens addresses of version 4 in the form of version 6.
            var bytes = new byte[16];
            bytes[10] = (byte) 0xff;
            bytes[11] = (byte) 0xff;
            System.arraycopy(mapped, 0, bytes, 12, 4);
            return bytes;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static boolean isV4(String text) {
        var bytes = parse(text);
        return bytes != null && (bytes.length == 4 || isMapped(bytes));
    }

    static boolean isV6(String text) {
        var bytes = parse(text);
        return bytes != null && bytes.length == 16 && !isMapped(bytes);
    }

    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes.length != 16 || bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }

    /** An address of a field that is as old as the API; since v1.36 only its form may be unusual. */
    static List<String> wrongLegacy(String text) {
        return wrong(text);
    }

    /** The same, but what an object has had may stay. */
    static List<String> wrongLegacy(Place place, String text) {
        return place.report().had(text) ? List.of() : wrong(text);
    }

    static List<String> wrong(String text) {
        var bytes = parse(text);
        if (bytes == null) {
            return List.of(NOT_IP);
        }
        if (bytes.length == 4 && LEADING_ZERO.matcher(text).find()) {
            return List.of("must not have leading 0s");
        }
        return bytes.length == 16 && isMapped(bytes) ? List.of("must not be an IPv4-mapped IPv6 address") : List.of();
    }

    /** As {@link #wrong}, and in the form that everybody writes. */
    static List<String> wrongCanonical(String text) {
        var wrong = wrong(text);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        var canonical = canonical(parse(text));
        return canonical.equals(text) ? List.of() : List.of("must be in canonical form (\"" + canonical + "\")");
    }

    static String canonical(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        if (bytes.length == 4) {
            return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
        }
        int[] words = new int[8];
        for (int i = 0; i < words.length; i++) {
            words[i] = (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < words.length; i++) {
            int run = 0;
            while (i + run < words.length && words[i + run] == 0) {
                run++;
            }
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(words[i]));
            }
        }
        return text.toString();
    }

    /** A range: the first address and how many bits of it count; null if the text is none. */
    record Range(byte[] address, int bits) {

        static @Nullable Range parse(String text) {
            int slash = text.indexOf('/');
            var address = slash < 0 ? null : Addresses.parse(text.substring(0, slash));
            if (address == null || !text.substring(slash + 1).matches("\\d{1,3}")) {
                return null;
            }
            int bits = Integer.parseInt(text.substring(slash + 1));
            return bits <= address.length * 8 ? new Range(address, bits) : null;
        }

        boolean isV4() {
            return address.length == 4;
        }

        /** The range's first address. */
        byte[] masked() {
            var masked = address.clone();
            for (int i = 0; i < masked.length; i++) {
                int kept = Math.clamp(bits - 8 * i, 0, 8);
                masked[i] = (byte) (masked[i] & 0xff << 8 - kept);
            }
            return masked;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            return java.util.Arrays.equals(new Range(other, bits).masked(), masked());
        }
    }

    /** A range of a field that is as old as the API; what an object has had may stay. */
    static List<String> wrongLegacyRange(Place place, String text) {
        return place.report().had(text) ? List.of() : wrongRangeParts(text);
    }

    private static List<String> wrongRangeParts(String text) {
        var range = Range.parse(text);
        if (range == null) {
            return List.of(NOT_CIDR);
        }
        int slash = text.indexOf('/');
        var length = text.substring(slash + 1);
        boolean zeros =
                range.isV4() && LEADING_ZERO.matcher(text.substring(0, slash)).find();
        if (zeros || length.length() > 1 && length.startsWith("0")) {
            return List.of("must not have leading 0s in IP or prefix length");
        }
        if (isMapped(range.address())) {
            return List.of("must not have an IPv4-mapped IPv6 address");
        }
        return java.util.Arrays.equals(range.masked(), range.address())
                ? List.of()
                : List.of("must not have bits set beyond the prefix length");
    }

    static List<String> wrongRange(String text) {
        var wrong = wrongRangeParts(text);
        var range = Range.parse(text);
        if (!wrong.isEmpty() || range == null) {
            return wrong;
        }
        var canonical = canonical(range.address()) + "/" + range.bits();
        return canonical.equals(text) ? List.of() : List.of("must be in canonical form (\"" + canonical + "\")");
    }

    /** An address with the length of the prefix of its network. */
    static List<String> wrongOfInterface(String text) {
        var range = Range.parse(text);
        if (range == null) {
            return List.of("must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)");
        }
        boolean mapped = isMapped(range.address());
        var address = mapped ? java.util.Arrays.copyOfRange(range.address(), 12, 16) : range.address();
        int bits = mapped && range.bits() > 32 ? range.bits() - 96 : range.bits();
        var canonical = canonical(address) + "/" + bits;
        return canonical.equals(text) ? List.of() : List.of("must be in canonical form (\"" + canonical + "\")");
    }

    /** Addresses that no service or endpoint can be reached by. */
    static void unreachable(Place place, String key, String text, boolean unspecified) {
        var bytes = parse(text);
        if (bytes == null) {
            place.invalid(key, text, "must be a valid IP address");
            return;
        }
        try {
            var address = InetAddress.getByAddress(bytes);
            if (unspecified && address.isAnyLocalAddress()) {
                place.invalid(key, text, "may not be unspecified (" + text + ")");
            }
            if (address.isLoopbackAddress()) {
                place.invalid(key, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
            }
            if (address.isLinkLocalAddress()) {
                place.invalid(key, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
            }
            boolean multicast = bytes.length == 4
                    ? (bytes[0] & 255) == 224 && bytes[1] == 0 && bytes[2] == 0
                    : address.isMCLinkLocal();
            if (multicast) {
                place.invalid(key, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
            }
        } catch (UnknownHostException e) {
            place.invalid(key, text, "must be a valid IP address");
        }
    }
}
