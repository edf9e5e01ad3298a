package dev.jibe.server.encryption;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.configuration.ConfigurationException;
import dev.jibe.server.configuration.ConfigurationFile;
import dev.jibe.server.encryption.Provider.NamedKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the file that says what is encrypted, and how.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/">Encrypting Confidential Data at
 * Rest</a>.
 */
public final class EncryptionConfiguration {

    private static final List<Integer> AES_KEY_BYTES = List.of(16, 24, 32);
    private static final List<Integer> BOX_KEY_BYTES = List.of(32);
    private static final Set<String> WITHOUT_API =
            Set.of("apiserveripinfo", "serviceipallocations", "servicenodeportallocations");

    /** Stands for a service while nothing but the file is looked at. */
    private static final Provider CHECKED = new Provider.Identity();

    private static final Duration KMS_TIMEOUT = Duration.ofSeconds(3);

    private final SecureRandom random;
    private final Function<KmsSettings, ? extends Provider> services;
    private final Map<String, KmsSettings> named = new LinkedHashMap<>();

    private EncryptionConfiguration(SecureRandom random, Function<KmsSettings, ? extends Provider> services) {
        this.random = random;
        this.services = services;
    }

    /** Where a key management service is. */
    record KmsSettings(String name, Path socket, Duration timeout) {}

    /**
     * Reads a configuration.
     *
     * @param services makes the way to a service; asked only if all of the file can be used
     * @throws ConfigurationException if it cannot be used
     */
    static Encryption.Rules parse(
            byte[] yaml, SecureRandom random, Function<KmsSettings, ? extends Provider> services) {
        var config = ConfigurationFile.parse(yaml, "EncryptionConfiguration");
        // Looked at as a whole before anything is connected to.
        new EncryptionConfiguration(random, _ -> CHECKED).read(config);
        return new EncryptionConfiguration(random, services).read(config);
    }

    private Encryption.Rules read(JsonMap config) {
        ConfigurationFile.onlyHas(config, "", Set.of("apiVersion", "kind", "resources"));
        var rules = new LinkedHashMap<String, List<Provider>>();
        var all = config.list("resources");
        if (all.isEmpty()) {
            throw new ConfigurationException("resources: at least one resources is required");
        }
        for (int i = 0; i < all.size(); i++) {
            var at = "resources[" + i + "]";
            var rule = all.map(i);
            ConfigurationFile.onlyHas(rule, at, Set.of("resources", "providers"));
            var names = rule.list("resources").strings().toList();
            checkResources(names, at + ".resources");
            var providers = providers(rule.list("providers"), at + ".providers");
            for (var name : names) {
                add(rules, name.contains(".") ? name : name + ".", providers);
            }
        }
        return new Encryption.Rules(rules);
    }

    /** Several rules may be about the same resource: then all of their providers read it, and the first writes. */
    private static void add(Map<String, List<Provider>> rules, String resource, List<Provider> providers) {
        var group = "*" + resource.substring(resource.indexOf('.'));
        for (var wider : List.of(group, "*.*")) {
            if (rules.containsKey(wider)) {
                throw new ConfigurationException(
                        "resource \"" + shown(resource) + "\" is masked by earlier rule \"" + wider + "\"");
            }
        }
        var joined = new ArrayList<>(rules.getOrDefault(resource, List.of()));
        joined.addAll(providers);
        rules.put(resource, List.copyOf(joined));
    }

    private static String shown(String resource) {
        return resource.endsWith(".") && !resource.startsWith("*")
                ? resource.substring(0, resource.length() - 1)
                : resource;
    }

    private static void checkResources(List<String> names, String at) {
        if (names.isEmpty()) {
            throw new ConfigurationException(at + ": at least one " + at + " is required");
        }
        var groups = new HashSet<String>();
        for (var name : names) {
            if (!groups.add(name)) {
                throw new ConfigurationException(at + ": the same resource cannot be specified multiple times");
            }
        }
        for (int i = 0; i < names.size(); i++) {
            var wrong = wrong(names.get(i));
            if (!wrong.isEmpty()) {
                throw new ConfigurationException(at + "[" + i + "]: \"" + names.get(i) + "\": " + wrong);
            }
        }
        for (var name : names) {
            boolean covers = name.equals("*.*") && names.size() > 1
                    || name.startsWith("*.")
                            && names.stream()
                                    .anyMatch(each ->
                                            !each.equals(name) && group(each).equals(group(name)));
            if (covers) {
                throw new ConfigurationException(
                        at + ": using overlapping resources such as 'secrets' and '*.' in the same resource list is not"
                                + " allowed as they will be masked");
            }
        }
    }

    private static String group(String resource) {
        int dot = resource.indexOf('.');
        return dot < 0 ? "" : resource.substring(dot + 1);
    }

    private static String wrong(String name) {
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            return "resource name should not contain capital letters";
        }
        if (name.equals("*")) {
            return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources";
        }
        if (WITHOUT_API.contains(name)) {
            return "resources which do not have REST API/s cannot be encrypted";
        }
        return switch (group(name)) {
            case "events.k8s.io" ->
                "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the"
                        + " config file";
            case "extensions" -> "'extensions' group has been removed and cannot be used for encryption";
            case "*" -> name.equals("*.*") ? "" : "encrypting the same resource across groups is not supported";
            default -> "";
        };
    }

    private List<Provider> providers(JsonList list, String at) {
        if (list.isEmpty()) {
            throw new ConfigurationException(at + ": at least one " + at + " is required");
        }
        var providers = new ArrayList<Provider>();
        for (int i = 0; i < list.size(); i++) {
            providers.add(provider(list.map(i), at + "[" + i + "]"));
        }
        return providers;
    }

    private Provider provider(JsonMap config, String at) {
        ConfigurationFile.onlyHas(config, at, Set.of("aesgcm", "aescbc", "secretbox", "identity", "kms"));
        if (config.size() > 1) {
            throw new ConfigurationException(
                    at + ": more than one provider specified in a single element, should split into different list"
                            + " elements");
        }
        if (config.isEmpty()) {
            throw new ConfigurationException(at
                    + ": provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox,"
                    + " Identity");
        }
        var name = config.keyAt(0);
        var place = at + "." + name;
        return switch (name) {
            case "identity" -> new Provider.Identity();
            case "aesgcm" -> keys(name, config.map(name), place, AES_KEY_BYTES, key -> new AesGcm(key, random));
            case "aescbc" -> keys(name, config.map(name), place, AES_KEY_BYTES, key -> new AesCbc(key, random));
            case "secretbox" -> keys(name, config.map(name), place, BOX_KEY_BYTES, key -> new SecretBox(key, random));
            default -> kms(config.map(name), place);
        };
    }

    private Provider kms(JsonMap config, String at) {
        ConfigurationFile.onlyHas(config, at, Set.of("apiVersion", "name", "cachesize", "endpoint", "timeout"));
        var version = config.string("apiVersion").isEmpty() ? "v1" : config.string("apiVersion");
        var name = ConfigurationFile.need(config, at, "name");
        if (!version.equals("v1") && name.contains(":")) {
            throw new ConfigurationException(
                    at + ".name: invalid KMS provider name " + name + ", must not contain ':'");
        }
        var timeout = ConfigurationFile.duration(config, at, "timeout", KMS_TIMEOUT);
        if (timeout.isZero() || timeout.isNegative()) {
            throw new ConfigurationException(at + ".timeout: timeout should be a positive value");
        }
        var settings = new KmsSettings(name, socket(config, at), timeout);
        if (!version.equals("v1") && config.has("cachesize")) {
            throw new ConfigurationException(at + ".cachesize: cachesize is not supported in v2");
        }
        if (!version.equals("v1") && !version.equals("v2")) {
            throw new ConfigurationException(at + ".apiVersion: unsupported apiVersion " + version
                    + " for KMS provider, only v1 and v2 are supported");
        }
        if (version.equals("v1")) {
            throw new ConfigurationException(
                    at + ": KMSv1 is deprecated and will only receive security updates going forward. Use KMSv2"
                            + " instead.  Set --feature-gates=KMSv1=true to use the deprecated KMSv1 feature.");
        }
        if (named.putIfAbsent(name, settings) != null) {
            throw new ConfigurationException(
                    at + ".name: duplicate KMS provider name " + name + ", names must be unique");
        }
        return services.apply(settings);
    }

    private static Path socket(JsonMap config, String at) {
        var endpoint = config.string("endpoint");
        if (endpoint.isEmpty()) {
            throw new ConfigurationException(at + ".endpoint: endpoint is a required field for a kms");
        }
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            throw new ConfigurationException(
                    at + ".endpoint: invalid endpoint for kms provider, error: " + e.getMessage(), e);
        }
        if (!"unix".equals(uri.getScheme())) {
            throw new ConfigurationException(at + ".endpoint: unsupported scheme \""
                    + (uri.getScheme() == null ? "" : uri.getScheme())
                    + "\" for KMS provider, only unix is supported");
        }
        var path = uri.getPath();
        if (path == null || path.isEmpty() || path.startsWith("/@")) {
            throw new ConfigurationException(at
                    + ".endpoint: a socket without a file is not supported; name a file, as in unix:///run/kms.sock");
        }
        return Path.of(path);
    }

    private static Provider keys(
            String name, JsonMap config, String at, List<Integer> lengths, Function<byte[], Sealer> sealer) {
        ConfigurationFile.onlyHas(config, at, Set.of("keys"));
        var list = config.list("keys");
        if (list.isEmpty()) {
            throw new ConfigurationException(at + ".keys: at least one keys is required");
        }
        var keys = new ArrayList<NamedKey>();
        for (int i = 0; i < list.size(); i++) {
            var key = list.map(i);
            var place = at + ".keys[" + i + "]";
            ConfigurationFile.onlyHas(key, place, Set.of("name", "secret"));
            var keyName = ConfigurationFile.need(key, place, "name");
            var secret = decoded(ConfigurationFile.need(key, place, "secret"), place);
            if (!lengths.contains(secret.length)) {
                throw new ConfigurationException(place + ".secret: secret is not of the expected length, got "
                        + secret.length + ", expected one of " + lengths);
            }
            keys.add(new NamedKey(keyName, sealer.apply(secret)));
        }
        return new Provider.Keys(name + ":v1", List.copyOf(keys));
    }

    private static byte[] decoded(String secret, String at) {
        try {
            return Base64.getDecoder().decode(secret);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(at + ".secret: secrets must be base64 encoded", e);
        }
    }
}
