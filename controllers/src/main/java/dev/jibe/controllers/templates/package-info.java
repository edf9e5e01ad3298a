/** Hashes of pod templates, the same that upstream gives them. */
@NullMarked
package dev.jibe.controllers.templates;

import org.jspecify.annotations.NullMarked;
