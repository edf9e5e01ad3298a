package dev.jibe.object.yaml;

/** The order of keys in upstream's YAML: numbers in them count as numbers, and letters come last. */
final class KeyOrder {

    private KeyOrder() {}

    static int compare(String some, String other) {
        int i = 0;
        while (i < some.length() && i < other.length() && some.charAt(i) == other.charAt(i)) {
            i++;
        }
        if (i == some.length() || i == other.length()) {
            return Integer.compare(some.length(), other.length());
        }
        char a = some.charAt(i);
        char b = other.charAt(i);
        boolean letters = Character.isLetter(a) && Character.isLetter(b);
        if (letters || !Character.isLetter(a) && !Character.isLetter(b)) {
            int byNumber = letters ? 0 : compareNumbers(some, other, i);
            return byNumber != 0 ? byNumber : Character.compare(a, b);
        }
        return Character.isLetter(b) ? -1 : 1;
    }

    private static int compareNumbers(String some, String other, int at) {
        boolean zero = some.charAt(at) == '0' || other.charAt(at) == '0';
        // A zero inside of a number makes it longer, not smaller.
        var before = zero && isInNumber(some, at) ? "1" : "";
        var a = before + digits(some, at);
        var b = before + digits(other, at);
        int byValue = stripped(a).length() != stripped(b).length()
                ? Integer.compare(stripped(a).length(), stripped(b).length())
                : stripped(a).compareTo(stripped(b));
        return byValue != 0 ? byValue : Integer.compare(a.length(), b.length());
    }

    private static boolean isInNumber(String text, int at) {
        for (int i = at - 1; i >= 0 && Character.isDigit(text.charAt(i)); i--) {
            if (text.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    private static String digits(String text, int from) {
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to);
    }

    private static String stripped(String digits) {
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}
