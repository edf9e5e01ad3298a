package dev.jibe.server.cel.library;

import java.util.List;

/** What a function does; of a method the first value is its target. */
@FunctionalInterface
interface Function {
    Object call(List<Object> values);
}
