package dev.jibe.controllers.attachdetach;

import static dev.jibe.client.events.EventRecorder.NORMAL;
import static dev.jibe.client.events.EventRecorder.WARNING;

import dev.jibe.controllers.attachdetach.Action.Attach;
import dev.jibe.controllers.attachdetach.Action.Detach;
import dev.jibe.controllers.attachdetach.Action.Report;
import dev.jibe.controllers.attachdetach.Action.Tell;
import dev.jibe.object.api.storage.v1.VolumeAttachment;
import dev.jibe.object.api.v1.AttachedVolume;
import dev.jibe.object.api.v1.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one node needs attached and detached, decided from what was read and nothing else.
 *
 * @param recheck how long until a volume is detached from a node that does not let go of it
 */
record AttachPlan(List<Action> actions, Optional<Duration> recheck) {
    static final String MANAGED = "volumes.kubernetes.io/controller-managed-attach-detach";

    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
    private static final String FAILED = "FailedAttachVolume";

    /** How long a node that is not ready may take to unmount a volume. */
    private static final Duration LONGEST_UNMOUNT = Duration.ofMinutes(6);

    AttachPlan {
        actions = List.copyOf(actions);
    }

    /**
     * The world as one node sees it.
     *
     * @param node the node; nothing if it is gone
     * @param wanted the volumes that its pods mount and that have to be attached
     * @param attachments all there are, of other nodes too
     * @param unwantedSince since when an attachment of that name has been of no use
     */
    record Observed(
            String name,
            Optional<Node> node,
            List<Wanted> wanted,
            List<VolumeAttachment> attachments,
            Function<String, Instant> unwantedSince,
            Instant now) {

        List<VolumeAttachment> here() {
            return attachments.stream()
                    .filter(it -> it.spec().nodeName().equals(name))
                    .sorted(Comparator.comparing(VolumeAttachment::name))
                    .toList();
        }
    }

    static AttachPlan of(Observed observed) {
        boolean isManaged = observed.node()
                .filter(node -> node.annotations().containsKey(MANAGED))
                .isPresent();
        var actions = new ArrayList<Action>();
        var here = observed.here().stream().collect(Collectors.toMap(VolumeAttachment::name, it -> it));
        var reported = new HashMap<String, AttachedVolume>();
        for (var wanted : observed.wanted()) {
            var attachment = here.remove(wanted.attachmentName(observed.name()));
            if (attachment == null) {
                actions.addAll(isManaged ? attach(observed, wanted) : List.of());
            } else if (attachment.status().attached()) {
                reported.put(
                        wanted.name(),
                        AttachedVolume.EMPTY.withName(wanted.name()).withDevicePath(""));
                actions.addAll(attached(observed, wanted));
            } else if (attachment.status().hasAttachError()) {
                var why = attachment.status().attachError().message();
                var text = "AttachVolume.Attach failed for volume \""
                        + wanted.volume().name() + "\" : " + why;
                wanted.pods().forEach(pod -> actions.add(new Tell(pod, WARNING, FAILED, text)));
            }
        }
        report(observed, reported).ifPresent(actions::add);
        return detach(observed, here, actions);
    }

    private static List<Action> attach(Observed observed, Wanted wanted) {
        var elsewhere = observed.attachments().stream()
                .filter(it -> !it.spec().nodeName().equals(observed.name())
                        && it.spec()
                                .source()
                                .persistentVolumeName()
                                .equals(wanted.volume().name()))
                .toList();
        if (elsewhere.isEmpty() || !wanted.isExclusive()) {
            return List.of(new Attach(wanted.attachment(observed.name())));
        }
        var text = "Multi-Attach error for volume \"" + wanted.volume().name()
                + "\" Volume is already exclusively attached to one node and can't be attached to another";
        return wanted.pods().stream()
                .<Action>map(pod -> new Tell(pod, WARNING, FAILED, text))
                .toList();
    }

    /** Says so once: when the node has not been told yet. */
    private static List<Action> attached(Observed observed, Wanted wanted) {
        boolean isKnown = observed.node().stream()
                .flatMap(node -> node.status().volumesAttached().stream())
                .anyMatch(it -> it.name().equals(wanted.name()));
        var text =
                "AttachVolume.Attach succeeded for volume \"" + wanted.volume().name() + "\" ";
        return isKnown
                ? List.of()
                : wanted.pods().stream()
                        .<Action>map(pod -> new Tell(pod, NORMAL, "SuccessfulAttachVolume", text))
                        .toList();
    }

    private static Optional<Action> report(Observed observed, Map<String, AttachedVolume> attached) {
        var volumes = attached.values().stream()
                .sorted(Comparator.comparing(AttachedVolume::name))
                .toList();
        return observed.node()
                .filter(node -> !node.status().volumesAttached().equals(volumes))
                .map(node -> new Report(volumes));
    }

    /** Volumes that nobody mounts go once the node says that it has unmounted them. */
    private static AttachPlan detach(Observed observed, Map<String, VolumeAttachment> unwanted, List<Action> actions) {
        Optional<Duration> recheck = Optional.empty();
        for (var attachment : unwanted.values()) {
            if (attachment.isTerminating() || !attachment.name().startsWith("csi-")) {
                continue;
            }
            var rest = Duration.between(
                    observed.now(),
                    observed.unwantedSince().apply(attachment.name()).plus(LONGEST_UNMOUNT));
            if (!isInUse(observed, attachment) || mayForce(observed, rest)) {
                actions.add(new Detach(attachment.name(), attachment.uid()));
            } else if (!rest.isNegative()
                    && recheck.filter(it -> it.compareTo(rest) < 0).isEmpty()) {
                recheck = Optional.of(rest);
            }
        }
        return new AttachPlan(actions, recheck);
    }

    private static boolean isInUse(Observed observed, VolumeAttachment attachment) {
        var driver = attachment.spec().attacher();
        var prefix = "kubernetes.io/csi/" + driver + "^";
        return observed.node().stream()
                .flatMap(node -> node.status().volumesInUse().stream())
                .filter(name -> name.startsWith(prefix))
                .map(name -> Wanted.attachmentName(name.substring(prefix.length()), driver, observed.name()))
                .anyMatch(attachment.name()::equals);
    }

    private static boolean mayForce(Observed observed, Duration rest) {
        var node = observed.node().orElseThrow();
        boolean isOutOfService =
                node.spec().taints().stream().anyMatch(taint -> taint.key().equals(OUT_OF_SERVICE));
        boolean isReady = node.status().conditions().stream()
                .anyMatch(it -> it.type().equals("Ready") && it.status().equals("True"));
        return isOutOfService || (rest.isNegative() && !isReady);
    }
}
