package dev.jibe.object.ownership;

/**
 * The fields of one manager.
 *
 * @param apiVersion the version whose names the fields have
 */
public record Owned(FieldSet fields, String apiVersion) {

    /** The manager with other fields. */
    @SuppressWarnings("ReferenceEquality") // the same set stays the same entry
    public Owned with(FieldSet changed) {
        return changed == fields ? this : new Owned(changed, apiVersion);
    }
}
