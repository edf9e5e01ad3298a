package com.example.website;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The names given out to websites: something outside of the cluster, which a finalizer has to tidy up. */
public final class HostNames {
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    public void claim(String host, String owner) {
        owners.put(host, owner);
    }

    public void release(String host) {
        owners.remove(host);
    }

    public boolean isClaimed(String host) {
        return owners.containsKey(host);
    }
}
