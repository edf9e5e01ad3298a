package dev.jibe.server.registry.validation;

/** The way to a field, as messages print it: {@code spec.containers[0].name}. */
record FieldPath(String text) {

    static final FieldPath ROOT = new FieldPath("");

    FieldPath at(String name) {
        return new FieldPath(text.isEmpty() ? name : text + "." + name);
    }

    FieldPath at(int index) {
        return new FieldPath(text + "[" + index + "]");
    }

    FieldPath key(String key) {
        return new FieldPath(text + "[" + key + "]");
    }

    @Override
    public String toString() {
        return text;
    }
}
