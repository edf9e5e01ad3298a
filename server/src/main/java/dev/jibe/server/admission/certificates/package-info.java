/** Who may approve and sign certificates, and whom anchors of trust may be published for. */
@NullMarked
package dev.jibe.server.admission.certificates;

import org.jspecify.annotations.NullMarked;
