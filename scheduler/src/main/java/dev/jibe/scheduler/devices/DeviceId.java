package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;

/** Which device it is, in the whole cluster. */
public record DeviceId(String driver, String pool, String device) {

    /** The device of an entry of {@code status.allocation.devices.results} or {@code status.devices}. */
    static DeviceId of(JsonMap result) {
        return new DeviceId(result.string("driver"), result.string("pool"), result.string("device"));
    }

    PoolId poolId() {
        return new PoolId(driver, pool);
    }

    @Override
    public String toString() {
        return driver + "/" + pool + "/" + device;
    }
}
