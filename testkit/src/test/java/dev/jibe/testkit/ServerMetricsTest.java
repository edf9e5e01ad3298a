package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the API server does can be read where upstream's tools look for it. */
@JibeTest(nodes = 0)
final class ServerMetricsTest {

    private static final String EXEMPT = "flow_schema=\"exempt\",priority_level=\"exempt\"";

    /** Series that are there after a few requests, by the beginnings of their lines. */
    private static final List<String> SERIES = List.of(
            "apiserver_audit_event_total 0",
            "apiserver_client_certificate_expiration_seconds_count",
            "apiserver_flowcontrol_current_executing_requests{" + EXEMPT + "} 1",
            "apiserver_flowcontrol_current_executing_seats{" + EXEMPT + "} 1",
            "apiserver_flowcontrol_dispatched_requests_total{" + EXEMPT + "}",
            "apiserver_flowcontrol_lower_limit_seats{priority_level=\"workload-low\"} 24",
            "apiserver_flowcontrol_nominal_limit_seats{priority_level=\"workload-low\"} 245",
            "apiserver_flowcontrol_upper_limit_seats{priority_level=\"workload-low\"} 845",
            "apiserver_flowcontrol_request_execution_seconds_count{" + EXEMPT + ",type=\"regular\"}",
            "apiserver_flowcontrol_work_estimated_seats_count{" + EXEMPT + "}",
            "apiserver_request_body_size_bytes_count{group=\"\",resource=\"services\",verb=\"create\"} 1",
            "apiserver_request_filter_duration_seconds_count{filter=\"authentication\"}",
            "apiserver_request_filter_duration_seconds_count{filter=\"authorization\"}",
            "apiserver_request_filter_duration_seconds_count{filter=\"priorityandfairness\"}",
            "apiserver_requested_deprecated_apis{group=\"\",removed_release=\"\",resource=\"endpoints\",subresource=\"\","
                    + "version=\"v1\"} 1",
            "authenticated_user_requests{username=\"other\"}",
            "authentication_attempts{result=\"failure\"} 1",
            "authentication_attempts{result=\"success\"}",
            "authentication_duration_seconds_count{result=\"failure\"} 1",
            "authorization_attempts_total{result=\"allowed\"}",
            "authorization_attempts_total{result=\"no-opinion\"} 1",
            "kube_apiserver_clusterip_allocator_allocated_ips{cidr=\"10.96.0.0/16\"} 2",
            "kube_apiserver_clusterip_allocator_available_ips{cidr=\"10.96.0.0/16\"} 65532",
            "kube_apiserver_nodeport_allocator_allocated_ports 1",
            "apiserver_tls_handshake_errors_total ",
            "process_virtual_memory_max_bytes",
            "version_info{binary=\"1.36.3\",component=\"kube\",emulation=\"1.36\",min_compat=\"1.35\"} 1");

    @Test
    void upstreamsSeriesAreThere(Jibe cluster) throws IOException {
        try (var raw = new Raw(cluster)) {
            raw.getJson("/api/v1/namespaces/default/endpoints");
            raw.getWithToken("/api/v1/nodes", "nonsense");
            raw.get("/api/v1/nodes", raw.nobody());
            raw.post("/api/v1/namespaces/default/services", "application/json", """
                    {"metadata": {"name": "s"}, "spec": {"type": "NodePort", "ports": [{"port": 80}]}}
                    """);
            var lines = raw.text("/metrics").lines().toList();
            var missing = SERIES.stream()
                    .filter(series -> lines.stream().noneMatch(line -> line.startsWith(series)))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }
}
