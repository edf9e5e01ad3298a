/**
 * Expressions in CEL: compiled against declared types, estimated, and run within a budget.
 *
 * <p>Parsing and checking are dev.cel's; running and costs are Jibe's own, so that values stay what the tree has and that
 * both costs are those that upstream counts. See <a href="https://kubernetes.io/docs/reference/using-api/cel/">Common
 * Expression Language in Kubernetes</a>.
 */
@NullMarked
package dev.jibe.server.cel;

import org.jspecify.annotations.NullMarked;
