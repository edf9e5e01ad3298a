package dev.jibe.object.typing;

import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * An object in the form of its type, and what had to be left out.
 *
 * @param unknownFields paths that the type does not have, such as {@code spec.template.spec.containers[0].imagee}
 */
public record Conformed(JsonMap object, List<String> unknownFields) {}
