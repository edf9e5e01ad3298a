/** Which of several processes does the work that only one may do. */
@NullMarked
package dev.jibe.client.leader;

import org.jspecify.annotations.NullMarked;
