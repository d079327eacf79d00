/** What can be made to go wrong with requests, and the record of the requests that were made. */
package io.jenkins.plugins.consistentbackup.embedded.api.fault;
