package com.example.website;

/** What a website is at the moment. */
public class WebsiteStatus {
    private Integer readyReplicas;
    private Long observedGeneration;

    public static WebsiteStatus of(int readyReplicas, long observedGeneration) {
        var status = new WebsiteStatus();
        status.readyReplicas = readyReplicas;
        status.observedGeneration = observedGeneration;
        return status;
    }

    public Integer getReadyReplicas() {
        return readyReplicas;
    }

    public void setReadyReplicas(Integer readyReplicas) {
        this.readyReplicas = readyReplicas;
    }

    public Long getObservedGeneration() {
        return observedGeneration;
    }

    public void setObservedGeneration(Long observedGeneration) {
        this.observedGeneration = observedGeneration;
    }
}
