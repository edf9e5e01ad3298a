package dev.jibe.server.registry;

import dev.jibe.server.authn.User;
import java.util.List;

/**
 * What a write needs to know besides the object.
 *
 * @param warnings collects what the client is told although the write succeeds
 */
public record WriteContext(User user, boolean dryRun, List<String> warnings) {}
