package dev.jibe.server.admission.security;

import java.util.Set;

/** Whose pods nobody looks at. */
public record Exemptions(Set<String> users, Set<String> namespaces, Set<String> runtimeClasses) {

    public static final Exemptions NONE = new Exemptions(Set.of(), Set.of(), Set.of());
}
