/**
 * Who owns which fields of an object: sets of fields, what a change did to them, and server-side apply.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
@NullMarked
package dev.jibe.object.ownership;

import org.jspecify.annotations.NullMarked;
