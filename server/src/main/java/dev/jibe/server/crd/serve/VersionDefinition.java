package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.rules.RuleSet;
import dev.jibe.server.crd.schema.Structural;
import dev.jibe.server.registry.ScalePaths;
import dev.jibe.server.registry.table.Column;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a custom resource, as its definition says.
 *
 * @param warning what clients of a deprecated version are told; empty if it is not deprecated
 * @param scale null if the version has no scale subresource
 * @param selectable the keys to each field that selectors may name, by that field's name
 */
record VersionDefinition(
        String name,
        boolean served,
        boolean storage,
        String warning,
        Structural schema,
        RuleSet rules,
        boolean hasStatus,
        @Nullable ScalePaths scale,
        List<Column> columns,
        Map<String, List<String>> selectable) {

    /** What the definition has as the schema. */
    JsonMap source() {
        return schema.source();
    }
}
