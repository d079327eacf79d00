/**
 * Taking a backup: a request is planned without side effects, then run as a list of phases (lease, hold, cut, release,
 * trailing cut, ready, commit, prune) to a report. The order among databases and volumes, the time budgets and the
 * level that may be claimed are decided here; how one container is held, one snapshot cut or one manifest stored is
 * the business of the packages below.
 */
package io.jenkins.plugins.consistentbackup.backup;
