package dev.jibe.object.view;

/** A value that is a number or a string, such as a port or a percentage. */
public sealed interface IntOrString {
    record Int(int value) implements IntOrString {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    record Text(String value) implements IntOrString {
        @Override
        public String toString() {
            return value;
        }
    }

    static IntOrString of(int value) {
        return new Int(value);
    }

    static IntOrString of(String value) {
        return new Text(value);
    }

    /** What the API tree holds: a {@link Long} or a {@link String}. */
    default Object toTree() {
        return switch (this) {
            case Int(int value) -> (long) value;
            case Text(String value) -> value;
        };
    }

    static IntOrString ofTree(Object value) {
        return value instanceof Number number ? new Int(number.intValue()) : new Text(value.toString());
    }

    /**
     * The number itself, or the percentage of a total.
     *
     * @throws IllegalArgumentException if it is text that is no percentage
     */
    default int scaled(int total, boolean roundUp) {
        return switch (this) {
            case Int(int value) -> value;
            case Text(String text) -> {
                if (!text.endsWith("%")) {
                    throw new IllegalArgumentException("neither a number nor a percentage: " + text);
                }
                long hundredths = (long) total * Integer.parseInt(text.substring(0, text.length() - 1));
                yield (int) (roundUp ? Math.ceilDiv(hundredths, 100L) : Math.floorDiv(hundredths, 100L));
            }
        };
    }
}
