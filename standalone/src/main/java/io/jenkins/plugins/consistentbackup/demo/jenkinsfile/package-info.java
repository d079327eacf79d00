/**
 * Runs a declarative Jenkinsfile without Jenkins: the file itself, as Groovy, with its steps bound to Java functions. It
 * serves the demo and tests, and is no substitute for Jenkins: parallel branches run one after the other, nothing is
 * resumed, there is no sandbox, and a real Jenkins checks the syntax more strictly. Knows nothing of backups.
 */
package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;
