/**
 * A persistent ordered map: every change makes a new map that shares almost everything with the old one.
 *
 * <p>This is what makes a revision a snapshot. {@link dev.jibe.store.tree.Tree} is the map; its nodes are
 * {@link dev.jibe.store.tree.Leaf} and {@link dev.jibe.store.tree.Branch}, a B-tree of fan-out 32 whose nodes know how
 * many entries they hold, so that counting a range does not walk it.
 */
@NullMarked
package dev.jibe.store.tree;

import org.jspecify.annotations.NullMarked;
