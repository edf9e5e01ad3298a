/** Which of the possible nodes is best. */
@NullMarked
package dev.jibe.scheduler.score;

import org.jspecify.annotations.NullMarked;
