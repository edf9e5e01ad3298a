package dev.jibe.node.pods;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.node.cri.ContainerRuntime;
import dev.jibe.node.launch.ContainerSpecs;
import dev.jibe.node.launch.NodeFacts;
import dev.jibe.node.probe.ProbeRunner;
import dev.jibe.node.volume.Volumes;
import dev.jibe.runtime.Clock;

/** What every pod's worker works with. */
public record PodServices(
        ContainerRuntime runtime,
        ClusterApi api,
        Volumes volumes,
        ContainerSpecs specs,
        NodeFacts node,
        ProbeRunner probes,
        Clock clock) {}
