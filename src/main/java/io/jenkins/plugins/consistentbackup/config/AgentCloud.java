package io.jenkins.plugins.consistentbackup.config;

import hudson.model.Item;
import java.util.function.Predicate;

/**
 * A cluster that agents run in.
 *
 * @param serverUrl null for the one that Jenkins runs in, or where a kubeconfig says it
 * @param caCertificate in PEM; may be null
 * @param credentialsId in the controller's own store; null for the service account of the controller's pod
 * @param usableBy whether jobs of an item may use it
 */
public record AgentCloud(String serverUrl, String caCertificate, String credentialsId, Predicate<Item> usableBy) {}
