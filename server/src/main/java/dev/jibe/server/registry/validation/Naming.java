package dev.jibe.server.registry.validation;

import dev.jibe.server.registry.Names;
import java.util.List;

/** What names of a kind may look like: all that is wrong with one, or with the prefix of generated ones. */
interface Naming {

    Naming SUBDOMAIN = Names::wrongSubdomain;
    /** The same where upstream generates the check: it counts bytes, and does not look at prefixes. */
    Naming DECLARED_SUBDOMAIN = declared(SUBDOMAIN);

    Naming LABEL = Names::wrongLabel;
    Naming DECLARED_LABEL = declared(LABEL);
    Naming LABEL_1035 = Names::wrongLabel1035;
    Naming PATH_SEGMENT = Names::wrongPathSegment;
    Naming ANY = (name, prefix) -> List.of();

    List<String> wrong(String name, boolean prefix);

    private static Naming declared(Naming naming) {
        return (name, prefix) -> prefix
                ? List.of()
                : naming.wrong(name, false).stream()
                        .map(wrong ->
                                wrong.startsWith("must be no more") ? wrong.replace("characters", "bytes") : wrong)
                        .toList();
    }
}
