/** What HotSpot offers to its own tests, under the only name by which it does. */
@NullMarked
package jdk.test.whitebox;

import org.jspecify.annotations.NullMarked;
