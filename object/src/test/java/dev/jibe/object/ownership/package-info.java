/** Tests of field ownership. */
@org.jspecify.annotations.NullMarked
package dev.jibe.object.ownership;
