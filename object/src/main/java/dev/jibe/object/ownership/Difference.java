package dev.jibe.object.ownership;

/** What a change did: the paths that came, that have another value, and that went. */
public record Difference(FieldSet added, FieldSet modified, FieldSet removed) {

    public boolean isEmpty() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /** The paths that now have a value that they did not have before. */
    FieldSet written() {
        return modified.union(added);
    }

    Difference filtered(FieldFilter filter) {
        return new Difference(filter.apply(added), filter.apply(modified), filter.apply(removed));
    }
}
