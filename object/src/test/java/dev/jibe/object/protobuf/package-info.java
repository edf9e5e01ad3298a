@NullMarked
package dev.jibe.object.protobuf;

import org.jspecify.annotations.NullMarked;
