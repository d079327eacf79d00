/**
 * What administrators set: named clusters with their credentials and who may use them, the library of hook templates,
 * defaults for what steps leave out, rules. Turns what a job asks for into a connection to a cluster, or refuses it.
 */
package io.jenkins.plugins.consistentbackup.config;
