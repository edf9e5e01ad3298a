package dev.jibe.client.cache;

import dev.jibe.object.view.ApiObject;
import java.util.function.Function;

/** What happened to one object in a cache. */
public sealed interface Change<T extends ApiObject> {

    record Added<T extends ApiObject>(T now) implements Change<T> {}

    record Updated<T extends ApiObject>(T before, T now) implements Change<T> {}

    /** {@code last} is the object as it was last known. */
    record Deleted<T extends ApiObject>(T last) implements Change<T> {}

    /** The newest that is known of the object. */
    default T object() {
        return switch (this) {
            case Added<T>(T now) -> now;
            case Updated<T>(T before, T now) -> now;
            case Deleted<T>(T last) -> last;
        };
    }

    /** The same change seen through another view. */
    default <U extends ApiObject> Change<U> map(Function<T, U> view) {
        return switch (this) {
            case Added<T>(T now) -> new Added<>(view.apply(now));
            case Updated<T>(T before, T now) -> new Updated<>(view.apply(before), view.apply(now));
            case Deleted<T>(T last) -> new Deleted<>(view.apply(last));
        };
    }
}
