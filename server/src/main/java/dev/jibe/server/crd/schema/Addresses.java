package dev.jibe.server.crd.schema;

import java.util.regex.Pattern;

/** The texts of internet addresses and ranges, without asking any name server. */
final class Addresses {

    private static final Pattern V4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern BITS = Pattern.compile("0|[1-9]\\d{0,2}");

    private Addresses() {}

    static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    static boolean isV6(String text) {
        int hole = text.indexOf("::");
        if (hole >= 0 && text.indexOf("::", hole + 1) >= 0) {
            return false;
        }
        if (hole < 0) {
            return groups(text, true) == 8;
        }
        int before = groups(text.substring(0, hole), false);
        int after = groups(text.substring(hole + 2), true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /** How many groups of 16 bits; -1 if something else is among them. */
    private static int groups(String text, boolean mayEndInV4) {
        if (text.isEmpty()) {
            return 0;
        }
        var parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matcher(parts[i]).matches()) {
                count++;
            } else if (mayEndInV4 && i == parts.length - 1 && isV4(parts[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }

    static boolean isRange(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !BITS.matcher(text.substring(slash + 1)).matches()) {
            return false;
        }
        int bits = Integer.parseInt(text.substring(slash + 1));
        var address = text.substring(0, slash);
        return isV4(address) ? bits <= 32 : isV6(address) && bits <= 128;
    }
}
