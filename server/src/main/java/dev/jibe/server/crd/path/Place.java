package dev.jibe.server.crd.path;

import org.jspecify.annotations.Nullable;

/** The way to a field, printed only when a message needs it: {@code spec.containers[0].name}. */
public final class Place {

    public static final Place ROOT = new Place(null, "", -1, false);

    private final @Nullable Place parent;
    private final String name;
    private final int index;
    private final boolean isKey;

    private Place(@Nullable Place parent, String name, int index, boolean isKey) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.isKey = isKey;
    }

    public Place at(String field) {
        return new Place(this, field, -1, false);
    }

    public Place at(int position) {
        return new Place(this, "", position, false);
    }

    /** The entry of a map. */
    public Place key(String key) {
        return new Place(this, key, -1, true);
    }

    /** Empty at the root. */
    public String text() {
        if (parent == null) {
            return "";
        }
        var text = new StringBuilder();
        append(text);
        return text.toString();
    }

    /** As upstream prints the place of an error, where the root has an odd name. */
    public String shown() {
        return parent == null ? "<nil>" : text();
    }

    private void append(StringBuilder text) {
        if (parent == null) {
            return;
        }
        parent.append(text);
        if (index >= 0) {
            text.append('[').append(index).append(']');
        } else if (isKey) {
            text.append('[').append(name).append(']');
        } else {
            text.append(text.isEmpty() ? "" : ".").append(name);
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
