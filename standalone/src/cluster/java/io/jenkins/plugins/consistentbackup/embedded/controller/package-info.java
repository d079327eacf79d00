/**
 * What all controllers of the embedded cluster are made of: work queues that are fed by watches, and the store as they
 * see it. A controller reads what is, compares it with what is wanted, and makes one step; it keeps nothing that it
 * could not read again.
 */
package io.jenkins.plugins.consistentbackup.embedded.controller;
