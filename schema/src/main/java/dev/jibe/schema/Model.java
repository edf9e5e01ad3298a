package dev.jibe.schema;

import java.util.List;

/** A class of the published Java client: the JSON side of a type. */
record Model(String className, String description, List<Property> properties) {

    /** @param javaType as the class declares it, such as {@code List<V1Container>} */
    record Property(String name, String javaType, boolean required, String description) {}
}
