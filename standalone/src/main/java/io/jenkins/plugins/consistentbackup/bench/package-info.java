/**
 * The engine's figures, taken in the embedded cluster and set beside the same backup as a kubectl script in the same run.
 * Never a test: figures depend on the machine.
 */
package io.jenkins.plugins.consistentbackup.bench;
