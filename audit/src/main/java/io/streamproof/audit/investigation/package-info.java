/** What is wrong in a block whose sides differ, origin by origin. */
@NullMarked
package io.streamproof.audit.investigation;

import org.jspecify.annotations.NullMarked;
