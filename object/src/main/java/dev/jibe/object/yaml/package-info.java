/** YAML text to the tree and back, as kubectl and the API server read it. */
@NullMarked
package dev.jibe.object.yaml;

import org.jspecify.annotations.NullMarked;
