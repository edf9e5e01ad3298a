package dev.jibe.server.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checked expression. */
public sealed interface Node {

    /** The type of its value, as far as costs depend on it. */
    Shape shape();

    /** Types, coarsely. */
    enum Shape {
        /** Of fixed size. */
        SCALAR,
        STRING,
        BYTES,
        LIST,
        MAP,
        OBJECT,
        OTHER
    }

    record Constant(Object value, Shape shape) implements Node {}

    record Name(String name, Shape shape) implements Node {}

    /** A field; or, if it is only a test, whether it is there. */
    record Select(Node operand, String field, boolean isTest, Shape shape) implements Node {}

    /** A function of arguments, and of a target before them if it is a method. */
    record Call(@Nullable Node target, String function, List<Node> arguments, Shape shape) implements Node {}

    /** A list, some of whose elements may be absent. */
    record MakeList(List<Node> elements, List<Integer> optional, Shape shape) implements Node {}

    record MakeMap(List<Entry> entries, Shape shape) implements Node {}

    record Entry(Node key, Node value, boolean isOptional) {}

    /** The fold of a range, which all macros over lists and maps become. */
    record Fold(
            Node range,
            String variable,
            String second,
            String accumulator,
            Node start,
            Node condition,
            Node step,
            Node result,
            Shape shape)
            implements Node {}
}
