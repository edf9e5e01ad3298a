package dev.jibe.server.bootstrap;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.authn.FrontProxy;

/**
 * What servers beside this one need to know who their clients are: the ConfigMap {@code
 * extension-apiserver-authentication}.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/#extension-apiserver-authenticates-the-request">Extension
 * API servers</a>.
 */
public final class AuthenticationInfo {

    private AuthenticationInfo() {}

    /**
     * The ConfigMap.
     *
     * @param clientAuthority of client certificates, as PEM
     * @param proxyAuthority of front proxies, as PEM
     * @param proxyName that a front proxy's certificate has
     */
    public static JsonMap of(String clientAuthority, String proxyAuthority, String proxyName) {
        return JsonMap.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                JsonMap.of("name", "extension-apiserver-authentication", "namespace", "kube-system"),
                "data",
                JsonMap.of(
                        "client-ca-file", clientAuthority,
                        "requestheader-allowed-names", list(proxyName),
                        "requestheader-client-ca-file", proxyAuthority,
                        "requestheader-extra-headers-prefix", list(FrontProxy.EXTRA_PREFIX),
                        "requestheader-group-headers", list(FrontProxy.GROUP),
                        "requestheader-username-headers", list(FrontProxy.USER)));
    }

    private static String list(String value) {
        return Json.text(JsonList.of(value));
    }
}
