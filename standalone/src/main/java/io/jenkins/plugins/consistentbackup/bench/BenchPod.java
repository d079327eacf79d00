package io.jenkins.plugins.consistentbackup.bench;

import java.util.List;
import java.util.stream.Collectors;

/** The manifest of a pod with volumes that nobody writes to. */
final class BenchPod {
    private BenchPod() {}

    static String yaml(String namespace, List<String> claims) {
        String volumeClaims =
                claims.stream().map(claim -> """
                    ---
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: %s, namespace: %s}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
                    """.formatted(claim, namespace)).collect(Collectors.joining());
        String mounts = claims.stream()
                .map(claim -> "{name: %1$s, mountPath: /files/%1$s}".formatted(claim))
                .collect(Collectors.joining(", ", "[", "]"));
        String volumes = claims.stream()
                .map(claim -> "{name: %1$s, persistentVolumeClaim: {claimName: %1$s}}".formatted(claim))
                .collect(Collectors.joining(", ", "[", "]"));
        return """
            apiVersion: v1
            kind: Namespace
            metadata: {name: %1$s}
            %2$s---
            apiVersion: v1
            kind: Pod
            metadata: {name: files, namespace: %1$s}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: files
                image: debian
                command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 60 & wait $!; done"]
                volumeMounts: %3$s
              volumes: %4$s
            """.formatted(namespace, volumeClaims, mounts, volumes);
    }
}
