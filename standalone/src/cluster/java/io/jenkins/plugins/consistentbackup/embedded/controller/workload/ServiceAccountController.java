package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.util.stream.Stream;

/** Every namespace has a ServiceAccount {@code default}. */
public final class ServiceAccountController implements AutoCloseable {
    private final ClusterObjects objects;
    private final Controller controller;

    public ServiceAccountController(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("service-account-controller");
        this.controller = new Controller("service accounts", objects, workers, this::step);
    }

    public void start() {
        controller
                .follow(ResourceType.NAMESPACE)
                .follow(
                        ResourceType.SERVICE_ACCOUNT,
                        account ->
                                Stream.of(new ObjectKey("", Metadata.of(account).namespace())));
    }

    private void step(ObjectKey key) {
        objects.get(ResourceType.NAMESPACE, key)
                .filter(namespace -> !Metadata.of(namespace).isBeingDeleted())
                .filter(namespace -> objects.get(ResourceType.SERVICE_ACCOUNT, key.name(), "default")
                        .isEmpty())
                .ifPresent(namespace -> {
                    ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
                    Metadata.of(account).node().put("namespace", key.name()).put("name", "default");
                    objects.create(ResourceType.SERVICE_ACCOUNT, account);
                });
    }

    @Override
    public void close() {
        controller.close();
    }
}
