/** Who belongs to whom: owner references, and how a controller comes by what it controls. */
@NullMarked
package dev.jibe.controllers.ownership;

import org.jspecify.annotations.NullMarked;
