package dev.jibe.server.crd.rules;

import dev.jibe.object.JsonMap;
import dev.jibe.server.cel.Decl;
import dev.jibe.server.crd.schema.Structural;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a schema's node and of those below it; nodes without any are left out.
 *
 * @param decl the type of its values
 */
record RuleNode(
        Structural schema,
        Decl decl,
        List<Rule> rules,
        @Nullable RuleNode items,
        @Nullable RuleNode additional,
        Map<String, RuleNode> properties) {

    /** Whether there are rules in the node or below it. */
    static boolean hasRules(Structural schema) {
        var items = schema.items();
        var additional = schema.additional();
        return !schema.rules().isEmpty()
                || (items != null && hasRules(items))
                || (additional != null && hasRules(additional))
                || schema.properties().values().stream().anyMatch(RuleNode::hasRules);
    }

    /** Compiles the rules of a node and below; null if there are none. */
    static @Nullable RuleNode of(@Nullable Structural schema, boolean isResource, String name) {
        if (schema == null || !hasRules(schema)) {
            return null;
        }
        var decl = RuleTypes.of(schema, isResource, name);
        if (decl == null) {
            return null;
        }
        var properties = new LinkedHashMap<String, RuleNode>();
        schema.properties().forEach((key, child) -> {
            var node = of(child, child.embedded(), name + "." + key);
            if (node != null) {
                properties.put(key, node);
            }
        });
        var items = schema.items();
        var additional = schema.additional();
        return new RuleNode(
                schema,
                decl,
                schema.rules()
                        .maps()
                        .filter(rule -> !rule.string("rule").isBlank())
                        .map((JsonMap rule) -> Rule.compile(rule, schema, decl))
                        .toList(),
                items == null ? null : of(items, items.embedded(), name + ".@items"),
                additional == null ? null : of(additional, additional.embedded(), name + ".@values"),
                properties);
    }
}
