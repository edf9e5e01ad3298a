package dev.jibe.controllers.autoscaling;

import java.util.Map;

/** The use of a resource as a part of what is requested. */
record Utilization(double ratio, int percent, long average) {

    /** @throws MetricsException if no pod that was measured requests anything */
    static Utilization of(Map<String, Sample> samples, Map<String, Long> requests, int target) throws MetricsException {
        long used = 0;
        long requested = 0;
        int count = 0;
        for (var entry : samples.entrySet()) {
            var request = requests.get(entry.getKey());
            if (request != null) {
                used += entry.getValue().milliValue();
                requested += request;
                count++;
            }
        }
        if (requested == 0) {
            throw new MetricsException("no metrics returned matched known pods");
        }
        int percent = (int) (used * 100 / requested);
        return new Utilization((double) percent / target, percent, used / count);
    }
}
