package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What server-side apply has to know of a type: which parts of a value have owners of their own.
 *
 * <p>{@link StructTypes} makes it of built-in types; a custom resource's schema is compiled to it.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge strategy</a>
 */
public sealed interface MergeType {

    /** A value without parts. */
    enum Scalar implements MergeType {
        STRING,
        NUMERIC,
        BOOLEAN,
        /** Any of them, as a quantity. */
        UNTYPED
    }

    /** A value without a schema. */
    enum Deduced implements MergeType {
        /** Maps merge, lists and scalars are replaced. */
        DEDUCED,
        /** Maps are replaced as well. */
        WHOLE
    }

    /** How the items of a list are told apart. */
    enum Relation {
        /** Not at all: the list has one owner. */
        ATOMIC,
        /** By their values. */
        SET,
        /** By some of their fields. */
        MAP
    }

    /**
     * A list.
     *
     * @param keys the fields that tell items apart if the relation is {@link Relation#MAP}
     * @param keyDefaults what a key is that an item does not have
     */
    record Items(MergeType element, Relation relation, List<String> keys, JsonMap keyDefaults) implements MergeType {

        static final Items ATOMIC = new Items(Deduced.DEDUCED, Relation.ATOMIC, List.of(), JsonMap.EMPTY);

        public static Items atomic(MergeType element) {
            return new Items(element, Relation.ATOMIC, List.of(), JsonMap.EMPTY);
        }

        public static Items set(MergeType element) {
            return new Items(element, Relation.SET, List.of(), JsonMap.EMPTY);
        }
    }

    /** A struct, a map, or a struct that takes further keys. */
    final class Members implements MergeType {

        static final Members DEDUCED = map(Deduced.DEDUCED, false);
        static final Members WHOLE = map(Deduced.WHOLE, true);

        private final boolean atomic;
        private final Supplier<Map<String, MergeType>> source;
        private final @Nullable MergeType other;
        private volatile @Nullable Map<String, MergeType> declared;

        /**
         * @param declared the fields that have names; asked for when they are first needed
         * @param other the type of all further keys, or null if there may be none
         * @param atomic whether the whole has one owner
         */
        public Members(Supplier<Map<String, MergeType>> declared, @Nullable MergeType other, boolean atomic) {
            this.source = declared;
            this.other = other;
            this.atomic = atomic;
        }

        public static Members map(MergeType value, boolean atomic) {
            return new Members(Map::of, value, atomic);
        }

        public boolean isAtomic() {
            return atomic;
        }

        private Map<String, MergeType> declared() {
            var known = declared;
            if (known == null) {
                known = source.get();
                declared = known;
            }
            return known;
        }

        boolean declares(String name) {
            return declared().containsKey(name);
        }

        /** The type of a key's value; null if there can be no such key. */
        @Nullable
        public MergeType typeOf(String name) {
            var type = declared().get(name);
            return type == null ? other : type;
        }
    }

    /** The type as this value takes it: of a deduced type, the one that the value has. */
    default MergeType of(@Nullable Object value) {
        if (!(this instanceof Deduced deduced)) {
            return this;
        }
        return switch (value) {
            case JsonList ignored -> Items.ATOMIC;
            case String ignored -> Scalar.UNTYPED;
            case Number ignored -> Scalar.UNTYPED;
            case Boolean ignored -> Scalar.UNTYPED;
            case null, default -> deduced == Deduced.WHOLE ? Members.WHOLE : Members.DEDUCED;
        };
    }
}
