/**
 * The node: pods as real processes in namespaces of their own, with their volumes, probes, logs and exec. It learns of
 * pods from the object store and reports to it. How volumes are made and copied is not its business: it is given paths.
 */
package io.jenkins.plugins.consistentbackup.embedded.node;
