/**
 * What Kubernetes defaults, forbids and keeps unchangeable in objects of each type, as far as backups and restores
 * rest on it. Rules look at one object, or at its state before and after; they see no other object.
 */
package io.jenkins.plugins.consistentbackup.embedded.api.rules;
