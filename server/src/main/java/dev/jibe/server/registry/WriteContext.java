package dev.jibe.server.registry;

import dev.jibe.server.authn.User;
import dev.jibe.server.registry.ownership.Writer;
import java.util.List;

/**
 * What a write needs to know besides the object.
 *
 * @param warnings collects what the client is told although the write succeeds
 * @param writer whose the written fields become
 */
public record WriteContext(User user, boolean dryRun, List<String> warnings, Writer writer) {

    /** A write that nobody's fields are noted for. */
    public WriteContext(User user, boolean dryRun, List<String> warnings) {
        this(user, dryRun, warnings, Writer.NONE);
    }
}
