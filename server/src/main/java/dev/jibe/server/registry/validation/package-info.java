/** What makes an object of a built-in kind valid: pure rules, one file per kind, in upstream's order and words. */
@NullMarked
package dev.jibe.server.registry.validation;

import org.jspecify.annotations.NullMarked;
