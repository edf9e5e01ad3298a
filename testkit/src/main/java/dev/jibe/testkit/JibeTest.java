package dev.jibe.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class with a cluster: one for the class, and a namespace of its own for each test method.
 *
 * <p>Its methods may have parameters of the types {@link Jibe}, {@link dev.jibe.client.Client}, {@link TestNamespace}
 * and, if asked for, {@link VirtualClock}.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(JibeExtension.class)
public @interface JibeTest {

    /** How many simulated nodes there are. */
    int nodes() default 3;

    /** Whether time passes only when the test says so. */
    boolean virtualClock() default false;
}
