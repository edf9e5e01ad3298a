package dev.jibe.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jibe.client.Client;
import dev.jibe.object.api.apps.v1.Deployment;
import dev.jibe.object.api.batch.v1.Job;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.object.api.v1.Service;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What controllers and scheduler do can be read where upstream's tools look for it. */
@JibeTest(nodes = 2)
final class DeciderMetricsTest {

    /** Series that are there as soon as something has happened, by the beginnings of their lines. */
    private static final List<String> SERIES = List.of(
            "workqueue_adds_total{name=\"deployment\"}",
            "workqueue_depth{name=\"replicaset\"} 0",
            "workqueue_unfinished_work_seconds{name=\"deployment\"}",
            "workqueue_longest_running_processor_seconds{name=\"deployment\"}",
            "workqueue_queue_duration_seconds_count{name=\"deployment\"}",
            "workqueue_work_duration_seconds_count{name=\"deployment\"}",
            "rest_client_requests_total{code=\"201\",host=\"in-process\",method=\"POST\"}",
            "rest_client_request_duration_seconds_count{host=\"in-process\",verb=\"POST\"}",
            "leader_election_master_status{name=\"kube-controller-manager\"} 1",
            "leader_election_master_status{name=\"kube-scheduler\"} 1",
            "job_controller_job_syncs_total{action=\"pods_created\",completion_mode=\"NonIndexed\",result=\"success\"}",
            "job_controller_jobs_finished_total{completion_mode=\"NonIndexed\",reason=\"CompletionsReached\"",
            "job_controller_job_pods_finished_total{completion_mode=\"NonIndexed\",result=\"succeeded\"} 1",
            "endpoint_slice_controller_changes{operation=\"create\"}",
            "endpoint_slice_controller_syncs{result=\"success\"}",
            "node_collector_zone_size{zone=\"\"} 2",
            "node_collector_unhealthy_nodes_in_zone{zone=\"\"} 0",
            "node_collector_zone_health{zone=\"\"} 100",
            "root_ca_cert_publisher_sync_total{code=\"200\"}",
            "scheduler_pending_pods{queue=\"unschedulable\"} 1",
            "scheduler_pending_pods{queue=\"gated\"} 1",
            "scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"scheduled\"}",
            "scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"unschedulable\"}",
            "scheduler_scheduling_attempt_duration_seconds_count{profile=\"default-scheduler\",result=\"scheduled\"}",
            "scheduler_pod_scheduling_sli_duration_seconds_count{attempts=\"1\"}",
            "scheduler_queue_incoming_pods_total{event=\"UnscheduledPodAdd\",queue=\"active\"}",
            "scheduler_queue_incoming_pods_total{event=\"ScheduleAttemptFailure\",queue=\"unschedulable\"}",
            "scheduler_framework_extension_point_duration_seconds_count{extension_point=\"Filter\"",
            "scheduler_framework_extension_point_duration_seconds_count{extension_point=\"Bind\"",
            "scheduler_plugin_execution_duration_seconds_count{extension_point=\"Bind\",plugin=\"DefaultBinder\"",
            "scheduler_unschedulable_pods{plugin=\"NodeAffinity\",profile=\"default-scheduler\"} 1",
            "scheduler_cache_size{type=\"nodes\"} 2",
            "scheduler_preemption_attempts_total 0");

    @Test
    void upstreamsSeriesAreThere(Jibe cluster, Client client, TestNamespace namespace) throws IOException {
        var yamls = new Yamls(client, namespace.name());
        client.of(Deployment.KIND).create(Samples.deployment(namespace.name(), "web", 2, "web:1"));
        client.of(Service.KIND).create(Samples.service(namespace.name(), "web"));
        yamls.create(Job.KIND, "once", """
                spec:
                  template:
                    metadata: {annotations: {jibe.dev/simulated-run-seconds: "0"}}
                    spec: {restartPolicy: Never, containers: [{name: c, image: job}]}
                """);
        yamls.create(Pod.KIND, "nowhere", """
                spec: {nodeSelector: {no: where}, containers: [{name: c, image: c}]}
                """);
        yamls.create(Pod.KIND, "gated", """
                spec: {schedulingGates: [{name: example.com/gate}], containers: [{name: c, image: c}]}
                """);
        try (var raw = new Raw(cluster)) {
            Samples.await().untilAsserted(() -> {
                var lines = raw.text("/metrics").lines().toList();
                for (var series : SERIES) {
                    assertTrue(lines.stream().anyMatch(line -> line.startsWith(series)), series);
                }
            });
        }
    }
}
