/**
 * The words of the embedded API server: resource types, the metadata every object has, selectors, and the errors with
 * the reasons and sentences of Kubernetes. Nothing here stores anything or speaks HTTP.
 */
package io.jenkins.plugins.consistentbackup.embedded.api.model;
