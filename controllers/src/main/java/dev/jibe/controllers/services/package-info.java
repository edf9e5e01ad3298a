/** What a Service says about the pods behind it, for those who write it down as endpoints. */
@NullMarked
package dev.jibe.controllers.services;

import org.jspecify.annotations.NullMarked;
