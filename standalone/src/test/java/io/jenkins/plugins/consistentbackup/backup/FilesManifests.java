package io.jenkins.plugins.consistentbackup.backup;

/** What a Deployment that keeps files in a claim looks like to the API server, as YAML. */
final class FilesManifests {
    private FilesManifests() {}

    /** One pod that keeps files in a claim, mounted at {@code /data}. */
    static String deployment(final String namespace, final String name, final String claim) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              selector: {matchLabels: {app: %1$s}}
              strategy: {type: Recreate}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: debian:12
                    command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1 & wait; done"]
                    volumeMounts:
                    - {name: data, mountPath: /data}
                  volumes:
                  - name: data
                    persistentVolumeClaim: {claimName: %3$s}
            """.formatted(name, namespace, claim);
    }

    /** A claim of 1 GiB. */
    static String claim(final String namespace, final String name, final String storageClass) {
        return """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              storageClassName: %3$s
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
            """.formatted(name, namespace, storageClass);
    }
}
