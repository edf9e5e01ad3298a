package dev.jibe.server.cel.library;

import java.util.List;
import java.util.Map;

/** A group of functions: what they look like, and what they do. */
interface Functions {

    /**
     * The signatures, such as {@code string.find(string): string}.
     *
     * <p>What stands before the dot is the target of a method; type parameters are single capital letters.
     */
    List<String> signatures();

    Map<String, Function> functions();
}
