package dev.jibe.scheduler.extender;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.protobuf.GoDuration;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;
import dev.jibe.wire.WireException;
import dev.jibe.wire.tls.ClientTls;
import dev.jibe.wire.tls.Pem;
import dev.jibe.wire.tls.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reading of {@code extenders} of a scheduler's configuration. */
public final class ExtenderReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MAX_WEIGHT = Integer.MAX_VALUE;

    private final Set<String> managedByAnother = new HashSet<>();
    private int binders;

    private ExtenderReader() {}

    /** A {@link SchedulerException} says what is wrong with one. */
    public static List<ExtenderConfig> read(JsonList extenders) {
        var reader = new ExtenderReader();
        var configs = new ArrayList<ExtenderConfig>();
        for (var extender : extenders.maps().toList()) {
            configs.add(reader.read("extenders[" + configs.size() + "]", extender));
        }
        if (reader.binders > 1) {
            throw new SchedulerException("extenders: Invalid value: \"found " + reader.binders
                    + " extenders implementing bind\": only one extender can implement bind");
        }
        return configs;
    }

    /** The resources that an extender checks in the scheduler's place. */
    public static Set<String> leftToExtenders(JsonList extenders) {
        return extenders
                .maps()
                .flatMap(extender -> extender.list("managedResources").maps())
                .filter(resource -> resource.bool("ignoredByScheduler"))
                .map(resource -> resource.string("name"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private ExtenderConfig read(String path, JsonMap extender) {
        var verbs = verbs(extender);
        long weight = extender.number("weight");
        if (verbs.containsKey(Verb.PRIORITIZE) && (weight <= 0 || weight > MAX_WEIGHT)) {
            throw new SchedulerException(
                    path + ".weight: Invalid value: " + weight + ": must have a positive weight applied to it");
        }
        binders += verbs.containsKey(Verb.BIND) ? 1 : 0;
        return new ExtenderConfig(
                address(path, extender.string("urlPrefix"), verbs.values()),
                verbs,
                weight,
                tls(path + ".tlsConfig", extender.map("tlsConfig")),
                timeout(path, extender.string("httpTimeout")),
                extender.bool("nodeCacheCapable"),
                managed(path, extender.list("managedResources")),
                extender.bool("ignorable"));
    }

    private static Map<Verb, String> verbs(JsonMap extender) {
        var verbs = new EnumMap<Verb, String>(Verb.class);
        for (var verb : Verb.values()) {
            var field = switch (verb) {
                case FILTER -> "filterVerb";
                case PRIORITIZE -> "prioritizeVerb";
                case PREEMPT -> "preemptVerb";
                case BIND -> "bindVerb";
            };
            if (!extender.string(field).isEmpty()) {
                verbs.put(verb, extender.string(field));
            }
        }
        return verbs;
    }

    private Set<String> managed(String path, JsonList resources) {
        var names = new HashSet<String>();
        for (var resource : resources.maps().toList()) {
            var name = resource.string("name");
            if (!managedByAnother.add(name)) {
                throw new SchedulerException(path + ".managedResources[" + names.size() + "].name: Invalid value: \""
                        + name + "\": duplicate extender managed resource name");
            }
            names.add(name);
        }
        return names;
    }

    /** Of the extender; what is made of it and the verbs is an address, too. */
    private static URI address(String path, String text, Collection<String> verbs) {
        try {
            var uri = new URI(text);
            for (var verb : verbs) {
                var _ = new URI(text + "/" + verb);
            }
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException notOne) {
            // Said below.
        }
        throw new SchedulerException(path + ".urlPrefix: Invalid value: \"" + text
                + "\": must be an address like http://127.0.0.1:8888/path, with the verbs too");
    }

    private static Duration timeout(String path, String text) {
        try {
            var timeout = text.isEmpty() ? TIMEOUT : GoDuration.parse(text);
            return timeout.isZero() ? TIMEOUT : timeout;
        } catch (MalformedException e) {
            throw new SchedulerException(path + ".httpTimeout: " + e.getMessage());
        }
    }

    /** Without an authority of its own a server is not checked, as upstream does. */
    private static ClientTls tls(String path, JsonMap config) {
        try {
            var authority = pem(path, config, "ca");
            var tls = authority.isEmpty() || config.bool("insecure")
                    ? ClientTls.insecure()
                    : ClientTls.trusting(Pem.certificates(authority));
            var certificate = pem(path, config, "cert");
            tls = certificate.isEmpty() ? tls : tls.as(TlsIdentity.ofPem(certificate, pem(path, config, "key")));
            return config.has("serverName") ? tls.expecting(config.string("serverName")) : tls;
        } catch (WireException e) {
            throw new SchedulerException(path + ": " + e.getMessage());
        }
    }

    private static String pem(String path, JsonMap config, String name) {
        try {
            return config.has(name + "Data")
                    ? new String(Base64.getMimeDecoder().decode(config.string(name + "Data")), StandardCharsets.UTF_8)
                    : config.has(name + "File") ? Files.readString(Path.of(config.string(name + "File"))) : "";
        } catch (IllegalArgumentException e) {
            throw new SchedulerException(path + "." + name
                    + (e instanceof InvalidPathException ? "File: " + e.getMessage() : "Data: is not base64"));
        } catch (IOException e) {
            throw new SchedulerException(path + "." + name + "File: cannot read " + e.getMessage());
        }
    }
}
