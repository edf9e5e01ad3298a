package dev.jibe.schema;

/** Published sources or overlay that the generator cannot make sense of. */
final class SchemaException extends RuntimeException {
    SchemaException(String message, String key, Object value) {
        super(message + ": " + key + "=" + value);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
