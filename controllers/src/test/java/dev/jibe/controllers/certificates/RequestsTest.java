package dev.jibe.controllers.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jibe.object.api.certificates.v1.CertificateSigningRequest;
import dev.jibe.object.api.certificates.v1.CertificateSigningRequestSpec;
import dev.jibe.wire.WireException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestsTest {
    /** {@code O=system:nodes CN=system:node:n1}, the same with a DNS name and an address, and {@code CN=somebody}. */
    private static final Map<String, String> CONTENTS = Map.of("node", """
            -----BEGIN CERTIFICATE REQUEST-----
            MIHrMIGSAgEAMDAxFTATBgNVBAoMDHN5c3RlbTpub2RlczEXMBUGA1UEAwwOc3lz
            dGVtOm5vZGU6bjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARISH+qn7cELnkd
            GLyEb47+g1KfEVuQ8suEaiINb1aMQGjZ0B9EYyHCwZF6vrmwhhDHw1zT8B9zapKe
            caR52lghoAAwCgYIKoZIzj0EAwIDSAAwRQIgEe0I/JvA16dzIjky70R45ozPEUW9
            c9dV4tnGKFQNHCUCIQD1e7+N/nrnVmDM7lMuqP6lOczxie0LwmsTnl+XOQ5tHA==
            -----END CERTIFICATE REQUEST-----
            """, "names", """
            -----BEGIN CERTIFICATE REQUEST-----
            MIIBEDCBuAIBADAwMRUwEwYDVQQKDAxzeXN0ZW06bm9kZXMxFzAVBgNVBAMMDnN5
            c3RlbTpub2RlOm4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAESEh/qp+3BC55
            HRi8hG+O/oNSnxFbkPLLhGoiDW9WjEBo2dAfRGMhwsGRer65sIYQx8Nc0/Afc2qS
            nnGkedpYIaAmMCQGCSqGSIb3DQEJDjEXMBUwEwYDVR0RBAwwCocEwAACCoICbjEw
            CgYIKoZIzj0EAwIDRwAwRAIgOCHxSPF/mFlUZdZGkHGtZlkgJHEWfPIxQcOQyzba
            EUECIHyZAV3VhdajHxM6NF64HtRc6I5ZBx/4T6CG6BVFH6UE
            -----END CERTIFICATE REQUEST-----
            """, "somebody", """
            -----BEGIN CERTIFICATE REQUEST-----
            MIHNMHUCAQAwEzERMA8GA1UEAwwIc29tZWJvZHkwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAARISH+qn7cELnkdGLyEb47+g1KfEVuQ8suEaiINb1aMQGjZ0B9EYyHC
            wZF6vrmwhhDHw1zT8B9zapKecaR52lghoAAwCgYIKoZIzj0EAwIDSAAwRQIhAK/5
            dWS3sjuEcve0NMUOzE9rnQ9yaPBTuZiiMR4fu/WPAiBLI9hmYqYvyIXQ0w3PVBmJ
            dv01THC2jo4aZwD27vtpSw==
            -----END CERTIFICATE REQUEST-----
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kube-apiserver-client         | somebody | digital signature,client auth | ''
            kube-apiserver-client         | somebody | server auth,client auth       | invalid usage for client certificate: server auth
            kube-apiserver-client         | somebody | digital signature             | missing required usage for client certificate: client auth
            kube-apiserver-client-kubelet | node     | digital signature,client auth | ''
            kube-apiserver-client-kubelet | node     | key encipherment,client auth  | usages did not match [client auth digital signature key encipherment]
            kube-apiserver-client-kubelet | somebody | digital signature,client auth | subject organization is not system:nodes
            kube-apiserver-client-kubelet | names    | client auth                   | DNS subjectAltNames are not allowed
            kubelet-serving               | names    | digital signature,server auth | ''
            kubelet-serving               | names    | server auth                   | usages did not match [digital signature key encipherment server auth]
            kubelet-serving               | node     | server auth                   | DNS or IP subjectAltName is required
            legacy-unknown                | somebody | any                           | ''
            """)
    void whatASignerRefuses(String signer, String content, String usages, String fault) throws WireException {
        var spec = CertificateSigningRequestSpec.EMPTY
                .withSignerName("kubernetes.io/" + signer)
                .withUsages(List.of(usages.split(",")))
                .withRequest(Objects.requireNonNull(CONTENTS.get(content)).getBytes(UTF_8));
        var request = CertificateSigningRequest.KIND.create("", "r").withSpec(spec);
        assertEquals(fault, Requests.fault(request, Requests.parse(request)).orElse(""));
    }
}
