/**
 * Consistent Backup: quiesces the databases of a Kubernetes namespace, cuts CSI snapshots of their volumes inside one
 * short, measured freeze, releases them, and can put the data back.
 *
 * <p>Arrows between the packages point one way: {@code pipeline, job, config, buildpage} (Jenkins adapters) → {@code
 * backup, restore} (operations) → {@code quiesce, snapshot, catalog, policy} (what operations are made of) → {@code
 * template, cluster, phase} (hook templates; Kubernetes access; runs of named phases). Only the adapters may know Jenkins.
 */
package io.jenkins.plugins.consistentbackup;
