package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import java.util.function.UnaryOperator;

/** How much of admission a write of the store's object still has to pass. */
public sealed interface Gate {

    /** All of it: it may change the object, and refuse it. */
    record Whole() implements Gate {}

    /** It may refuse what the subresource shows of the object; what it changes, the subresource has let it change. */
    record Shown(String subresource, UnaryOperator<JsonMap> shown) implements Gate {}

    /** Nothing: the subresource has seen to it. */
    record Passed() implements Gate {}

    /** All of it, for one object of a collection: the request does not name it. */
    record Unnamed() implements Gate {}

    Gate WHOLE = new Whole();
    Gate PASSED = new Passed();
    Gate UNNAMED = new Unnamed();
}
