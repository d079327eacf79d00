/**
 * The demo: real databases in the embedded cluster, and the repository's own Jenkinsfile that backs them up, breaks them
 * and puts the data back; every promise is checked from outside and shown with figures of the run.
 */
package io.jenkins.plugins.consistentbackup.demo;
