/** What the tests stand on: a broker, pipelines, stages that run, logs. */
@NullMarked
package io.streamproof.operator.support;

import org.jspecify.annotations.NullMarked;
