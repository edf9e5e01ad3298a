package dev.jibe.controllers.deployment;

import dev.jibe.object.api.apps.v1.Deployment;

/** How many pods more and fewer than wanted a Deployment allows while it rolls. */
record Limits(int surge, int unavailable) {

    /**
     * Surge is rounded up and unavailability down; both at zero nothing could ever move, so one pod may then be
     * unavailable. Recreate allows all to be unavailable and none more.
     */
    static Limits of(Deployment deployment) {
        int replicas = deployment.spec().replicas();
        if (isRecreate(deployment) || replicas == 0) {
            return new Limits(0, isRecreate(deployment) ? 0 : replicas);
        }
        var rolling = deployment.spec().strategy().rollingUpdate();
        int surge = rolling.maxSurge().scaled(replicas, true);
        int unavailable = rolling.maxUnavailable().scaled(replicas, false);
        return new Limits(surge, surge == 0 && unavailable == 0 ? 1 : Math.min(unavailable, replicas));
    }

    static boolean isRecreate(Deployment deployment) {
        return deployment.spec().strategy().type().equals("Recreate");
    }
}
