/** Files that users write in YAML: read within bounds, every problem told with line and mend. */
@NullMarked
package io.streamproof.pipeline.yaml;

import org.jspecify.annotations.NullMarked;
