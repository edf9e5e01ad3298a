package dev.jibe.scheduler.bind;

import dev.jibe.object.JsonMap;
import java.util.List;

/** Hears what becomes of the claims of one pod that is being bound. */
public interface DeviceWatcher {

    /** A claim was made for the pod, or could not be. */
    void created(boolean succeeded);

    /** Devices have to be made ready, which is waited for. */
    void waits();

    /**
     * The wait is over.
     *
     * @param claims as they were when it began
     * @param status success, failure, timeout or error
     */
    void waited(List<JsonMap> claims, String status, long nanos);
}
