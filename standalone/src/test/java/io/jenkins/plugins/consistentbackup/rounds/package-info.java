/**
 * Real servers with writing clients, held, cut, released, restored and judged on the embedded cluster: one place for all
 * databases. A new one is an entry in {@link io.jenkins.plugins.consistentbackup.rounds.RealServers}, and a {@code
 * RowStore} if it does not speak SQL.
 */
package io.jenkins.plugins.consistentbackup.rounds;
