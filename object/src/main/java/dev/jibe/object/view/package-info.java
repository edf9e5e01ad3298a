/** What the generated views of {@code dev.jibe.object.api} are made of. */
@NullMarked
package dev.jibe.object.view;

import org.jspecify.annotations.NullMarked;
