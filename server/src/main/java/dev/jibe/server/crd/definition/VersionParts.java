package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.crd.path.Place;
import java.util.List;
import java.util.Objects;

/**
 * Where messages say that a part of a version stands.
 *
 * <p>Upstream moves what is the same in all versions to the top of the spec before it looks at it, and its messages show
 * that: {@code spec.validation} rather than {@code spec.versions[0].schema}.
 */
record VersionParts(JsonMap spec) {

    static final Place SPEC = Place.ROOT.at("spec");

    List<JsonMap> versions() {
        return spec.list("versions").maps().toList();
    }

    /** Whether all versions have the same at the key. */
    boolean isShared(String key) {
        var versions = versions();
        return versions.stream()
                .allMatch(v -> Objects.equals(v.get(key), versions.getFirst().get(key)));
    }

    static Place version(int index) {
        return SPEC.at("versions").at(index);
    }

    /** Versions as upstream prints them. */
    static String shown(List<JsonMap> versions) {
        var text = new StringBuilder("[");
        for (var version : versions) {
            text.append(text.length() == 1 ? "" : ",").append(shown(version));
        }
        return text.append(']').toString();
    }

    static String shown(JsonMap version) {
        var warning = version.get("deprecationWarning");
        return "{\"Name\":" + Json.text(version.string("name"))
                + ",\"Served\":" + version.bool("served")
                + ",\"Storage\":" + version.bool("storage")
                + ",\"Deprecated\":" + version.bool("deprecated")
                + ",\"DeprecationWarning\":" + (warning == null ? "null" : Json.text(warning))
                + ",\"Schema\":null,\"Subresources\":null,\"AdditionalPrinterColumns\":null,\"SelectableFields\":null}";
    }
}
