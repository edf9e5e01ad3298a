package dev.jibe.server.registry.validation;

/** A value that messages show as it is, without quotes. */
record GoText(String text) {

    @Override
    public String toString() {
        return text;
    }
}
