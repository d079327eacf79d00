/**
 * The engine in a process of its own, without Jenkins: built from a kubeconfig and a folder of templates, waited for, and
 * stopped cleanly when the process is told to end. What the command, the demo and the benchmark have in common.
 */
package io.jenkins.plugins.consistentbackup.local;
