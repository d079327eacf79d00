/**
 * What operators allow: rules, the facts that they judge, and what they refuse. Decisions only; nothing here talks to a
 * cluster. Facts come from the cluster and from whoever runs the operation, never from what a job says about itself, nor
 * from what a template says that no operator answers for.
 */
package io.jenkins.plugins.consistentbackup.policy;
