package dev.jibe.object.view;

import dev.jibe.object.JsonMap;

/**
 * A typed way to look at a tree: one reference, nothing copied, unknown fields kept.
 *
 * <p>A view never answers null. An absent field reads as the empty value of its type; {@code hasX()} tells the
 * difference. {@code withX(value)} and {@code withoutX()} answer a new view.
 */
public interface View {
    JsonMap tree();

    /** A view of the same type over another tree. */
    View of(JsonMap tree);
}
