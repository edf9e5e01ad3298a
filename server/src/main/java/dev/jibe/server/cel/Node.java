package dev.jibe.server.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checked expression. */
public sealed interface Node {

    /** The type of its value. */
    Shape shape();

    /** Types, as far as costs depend on them. */
    enum Kind {
        /** Of fixed size. */
        SCALAR,
        STRING,
        BYTES,
        LIST,
        MAP,
        OBJECT,
        OTHER
    }

    /**
     * A type.
     *
     * @param name as messages show it
     * @param parameters what it is made of: of a list the type of the items, of an optional that of the value
     */
    record Shape(Kind kind, String name, List<Shape> parameters) {
        static final Shape TEXT = new Shape(Kind.STRING, "string", List.of());

        static Shape of(Kind kind, String name) {
            return new Shape(kind, name, List.of());
        }

        boolean isScalar() {
            return kind == Kind.SCALAR
                    || (name.startsWith("optional_type(")
                            && parameters.getFirst().isScalar());
        }
    }

    record Constant(Object value, Shape shape) implements Node {}

    record Name(String name, Shape shape) implements Node {}

    /** A field; or, if it is only a test, whether it is there. */
    record Select(Node operand, String field, boolean isTest, Shape shape) implements Node {}

    /**
     * A function of arguments, and of a target before them if it is a method.
     *
     * @param overloads the identifiers of what may be called: one if the types of the arguments are known
     */
    record Call(@Nullable Node target, String function, List<String> overloads, List<Node> arguments, Shape shape)
            implements Node {
        /** What is called; empty if only the values can tell. */
        String overload() {
            return overloads.size() == 1 ? overloads.getFirst() : "";
        }
    }

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
            implements Node {

        /** Whether it only gives its start a name: there is nothing to walk through. */
        boolean isBinding() {
            return range instanceof MakeList(List<Node> elements, var _, var _)
                    && elements.isEmpty()
                    && condition instanceof Constant(Object value, var _)
                    && value.equals(false);
        }
    }
}
