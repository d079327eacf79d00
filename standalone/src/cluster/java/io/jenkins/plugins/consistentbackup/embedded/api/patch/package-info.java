/**
 * How part of an object is changed: the patch formats of Kubernetes, server-side apply, and the record of who manages
 * which field. Pure functions of JSON.
 */
package io.jenkins.plugins.consistentbackup.embedded.api.patch;
