/** Tests of field ownership as a stage of writes. */
@org.jspecify.annotations.NullMarked
package dev.jibe.server.registry.ownership;
