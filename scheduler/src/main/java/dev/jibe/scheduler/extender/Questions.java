package dev.jibe.scheduler.extender;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.SchedulerException;
import dev.jibe.scheduler.extender.ExtenderConfig.Verb;

/** The way to extenders. */
public interface Questions {

    /**
     * Asks an extender and waits for what it says.
     *
     * @return the tree of the answer
     * @throws SchedulerException if it does not answer in time, or not as it should
     */
    Object ask(ExtenderConfig extender, Verb verb, JsonMap question);
}
