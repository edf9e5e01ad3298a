package dev.jibe.controllers.deployment;

import dev.jibe.controllers.revisions.SafeHash;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.v1.PodTemplateSpec;

/**
 * A pod template reduced to what makes it different from another: no {@code pod-template-hash}, and nothing that says
 * nothing (nulls, empty maps and lists), which clients add and leave out at will.
 */
record Template(JsonMap canonical) {
    static final String HASH_LABEL = "pod-template-hash";

    static Template of(PodTemplateSpec template) {
        var tree = template.tree().withoutAt("metadata", "labels", HASH_LABEL);
        return new Template(SafeHash.reduced(tree));
    }
}
