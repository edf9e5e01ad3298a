package dev.jibe.testkit;

/** The namespace that was made for one test method; it is not deleted after it, but goes with the cluster. */
public record TestNamespace(String name) {

    @Override
    public String toString() {
        return name;
    }
}
