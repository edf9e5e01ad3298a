package dev.jibe.object;

/** JSON's {@code null}, where it is a value: in patches and custom resources. */
public enum Null {
    NULL;

    @Override
    public String toString() {
        return "null";
    }
}
