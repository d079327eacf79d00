package io.jenkins.plugins.consistentbackup.bench;

/**
 * The same cuts by a kubectl script.
 *
 * @param millis from the start of the script to its end
 * @param requests requests to the API server
 */
record ScriptRound(long millis, long requests) {}
