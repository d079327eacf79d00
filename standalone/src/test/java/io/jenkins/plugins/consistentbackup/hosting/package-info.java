/** What the Jenkins project asks of a plugin that it hosts, as far as a checkout can show it. No engine tests here. */
package io.jenkins.plugins.consistentbackup.hosting;
