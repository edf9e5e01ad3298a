package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;

/**
 * What has to be written into the claims of a pod before it can be on its node.
 *
 * @param awaited claims that the pod has already, with devices that have to be made ready
 */
public record DevicePlan(List<Step> steps, List<JsonMap> awaited) {

    public static final DevicePlan NONE = new DevicePlan(List.of(), List.of());

    /**
     * One claim.
     *
     * @param claim without a name if it is to be made
     * @param allocation what it is given; empty if it has been given something before
     * @param mappings which containers get what of a claim that is to be made; see {@link ExtendedRequests}
     */
    public record Step(JsonMap claim, JsonMap allocation, JsonList mappings) {

        static Step joining(JsonMap claim) {
            return new Step(claim, JsonMap.EMPTY, JsonList.EMPTY);
        }

        /** The claim's uid; of one that is to be made, something that no other has. */
        public String uid() {
            return claim.map("metadata").string("uid");
        }

        /** Whether the claim is to be made for the pod. */
        public boolean isNew() {
            return !claim.map("metadata").has("name");
        }
    }

    public boolean isNone() {
        return steps.isEmpty() && awaited.isEmpty();
    }
}
