/**
 * The steps of pipelines: thin, each of them persists what it must know to go on after a restart, and leaves the work to
 * the engine. Values that scripts get are plain, serialisable, and answer only what is whitelisted here.
 */
package io.jenkins.plugins.consistentbackup.pipeline;
