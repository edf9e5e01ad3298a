package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.typing.Conformed;
import dev.jibe.server.registry.table.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a definition, and not the server, says of a resource.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources/">Custom Resources</a>.
 */
public interface Custom {

    /**
     * An object as it came from a client, without what the schema does not specify, and with its defaults.
     *
     * @throws dev.jibe.object.MalformedException if its metadata has another form
     */
    Conformed conform(JsonMap object);

    /** An object as it was applied, with its defaults: what the schema does not specify goes only when it is read again. */
    JsonMap filled(JsonMap object);

    String listKind();

    /** The version in which objects are kept. */
    String storageVersion();

    /** What clients are told with every answer about this version. */
    List<String> warnings();

    List<Column> columns();

    /** Where an object says how many replicas it has; null if it does not. */
    @Nullable
    ScalePaths scale();

    /** Whether the definition is being deleted, so that no more objects may be created. */
    boolean isTerminating();

    /** The version's schema as its definition has it; empty if it has none. */
    JsonMap schema();
}
