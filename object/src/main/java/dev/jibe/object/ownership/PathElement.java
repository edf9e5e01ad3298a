package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import dev.jibe.object.StringPool;

/** One step of a path into an object. Names come before keys, keys before items, items before indexes. */
public sealed interface PathElement extends Comparable<PathElement> {

    /** A field of a struct, or a key of a map. */
    record Name(String name) implements PathElement {
        @Override
        public String toString() {
            return "." + name;
        }
    }

    /** An item of a list whose items are known by some of their fields. */
    record Key(JsonMap fields) implements PathElement {
        @Override
        public String toString() {
            var text = new StringBuilder("[");
            fields.forEach((name, value) -> text.append(text.length() > 1 ? "," : "")
                    .append(name)
                    .append('=')
                    .append(Values.text(value)));
            return text.append(']').toString();
        }
    }

    /** An item of a set, known by its value. */
    record Item(Object value) implements PathElement {
        @Override
        public String toString() {
            return "[=" + Values.text(value) + "]";
        }
    }

    /** An item known by its place. */
    record Index(int index) implements PathElement {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    static PathElement name(String name) {
        return new Name(StringPool.value(name));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // strings are pooled: the same one needs no comparison
    default int compareTo(PathElement other) {
        if (this instanceof Name(String mine) && other instanceof Name(String theirs)) {
            return mine == theirs ? 0 : mine.compareTo(theirs);
        }
        int byKind = rank(this) - rank(other);
        if (byKind != 0) {
            return byKind;
        }
        return switch (this) {
            case Name(String name) -> name.compareTo(((Name) other).name);
            case Key(JsonMap fields) -> Values.compareFields(fields, ((Key) other).fields);
            case Item(Object value) -> Values.compare(value, ((Item) other).value);
            case Index(int index) -> Integer.compare(index, ((Index) other).index);
        };
    }

    private static int rank(PathElement element) {
        return switch (element) {
            case Name ignored -> 0;
            case Key ignored -> 1;
            case Item ignored -> 2;
            case Index ignored -> 3;
        };
    }
}
