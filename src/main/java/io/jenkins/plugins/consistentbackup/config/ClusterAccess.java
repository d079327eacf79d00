package io.jenkins.plugins.consistentbackup.config;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.policy.Place;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides whether a build may use the cluster and namespace that it asks for. */
public final class ClusterAccess {
    private final ConsistentBackupConfiguration configuration;

    public ClusterAccess(final ConsistentBackupConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * What a build may use.
     *
     * @param cluster name in the administrator's list, also where the step named none because there is only one; empty
     *     for a cluster that the step describes itself
     * @param address where the cluster is and as whom it is entered
     * @param atomicDrivers the drivers that an administrator knows to cut atomically
     * @param policy the rules that it must keep, as they are whenever they are asked for: a build may wait long
     * @param keys which manifests are signed with
     */
    public record Granted(
            Optional<String> cluster,
            ClusterAddress address,
            AtomicDrivers atomicDrivers,
            Supplier<PlacePolicy> policy,
            ManifestKeys keys) {}

    /**
     * Grants what a build asks for.
     *
     * @throws ClusterRefusedException when it may not, or when the choice makes no sense. The message for a cluster that
     *     a job may not use is that for one that does not exist: it does not tell which others there are
     */
    public Granted grant(final ClusterChoice choice, final Run<?, ?> run) throws ClusterRefusedException {
        if (choice.getNamespace() == null) {
            throw new ClusterRefusedException("name the namespace: namespace: 'shop'");
        }
        if (choice.getCluster() != null && choice.describesItsOwn()) {
            throw new ClusterRefusedException("name either a cluster of the list (cluster: '" + choice.getCluster()
                    + "') or one of your own (serverUrl, caCertificate, credentialsId, contextName), not both");
        }
        return choice.describesItsOwn() ? grantOwn(choice, run) : grantNamed(choice, run);
    }

    /**
     * What an operation that was granted before needs to be ended, also when its build is gone: the same cluster, whoever may
     * use it by now, because what was begun there has to be let go.
     *
     * @param run null when it is gone
     * @throws ClusterRefusedException when the step described the cluster itself, whose credentials only its build could
     *     use, and that is gone, or when the list has no such cluster any more
     */
    public Granted grantForCleanUp(final ClusterChoice choice, final Run<?, ?> run) throws ClusterRefusedException {
        if (choice.describesItsOwn()) {
            if (run == null) {
                throw new ClusterRefusedException("the build is gone, and with it the right to use its credentials '"
                        + choice.getCredentialsId() + "'");
            }
            return own(choice, run, () -> PlacePolicy.NONE);
        }
        List<ClusterDefinition> meant = configuration.getClusters().stream()
                .filter(definition ->
                        choice.getCluster() == null || definition.getName().equals(choice.getCluster()))
                .toList();
        if (meant.size() != 1) {
            throw new ClusterRefusedException(
                    choice.getCluster() == null
                            ? "the build named no cluster, and the list has " + meant.size()
                            : "there is no cluster '" + choice.getCluster() + "' in the list any more");
        }
        return granted(meant.get(0), () -> PlacePolicy.NONE, keysIfTheyCanBeHad(meant.get(0)));
    }

    /** The clusters that jobs of an item may name; none without an item. */
    public List<String> names(final Item item) {
        return configuration.getClusters().stream()
                .filter(definition -> item != null && definition.allows(item))
                .map(ClusterDefinition::getName)
                .toList();
    }

    private Granted grantOwn(final ClusterChoice choice, final Run<?, ?> run) throws ClusterRefusedException {
        if (!configuration.isOtherClustersAllowed()) {
            throw new ClusterRefusedException("clusters outside the administrator's list are not allowed here: name one"
                    + " of the list (cluster: 'NAME'), or have it added");
        }
        if (choice.getCredentialsId() == null) {
            throw new ClusterRefusedException("a cluster of your own needs credentialsId: a token as secret text, or a"
                    + " kubeconfig as secret file");
        }
        return own(choice, run, open(choice, policy(Optional.empty(), run)));
    }

    private static Granted own(final ClusterChoice choice, final Run<?, ?> run, final Supplier<PlacePolicy> policy)
            throws ClusterRefusedException {
        return new Granted(
                Optional.empty(),
                ClusterCredentials.address(choice, run),
                AtomicDrivers.NONE,
                policy,
                ManifestKeys.NONE);
    }

    private Granted grantNamed(final ClusterChoice choice, final Run<?, ?> run) throws ClusterRefusedException {
        ClusterDefinition definition = definition(choice.getCluster(), run.getParent());
        if (!definition.allowsNamespace(choice.getNamespace())) {
            throw new ClusterRefusedException("namespace '" + choice.getNamespace() + "' of cluster '"
                    + definition.getName() + "' is not open to jobs; an administrator can open it");
        }
        Supplier<PlacePolicy> policy = open(choice, policy(Optional.of(definition.getName()), run));
        Granted granted = granted(definition, policy, keys(definition));
        ClusterCredentials.find(definition).ifPresent(found -> CredentialsProvider.track(run, found));
        Optional.ofNullable(definition.getSigning())
                .flatMap(ManifestSigning::find)
                .ifPresent(found -> CredentialsProvider.track(run, found));
        return granted;
    }

    /** Refuses by a rule that opens the namespace to others alone. */
    private static Supplier<PlacePolicy> open(final ClusterChoice choice, final Supplier<PlacePolicy> policy)
            throws ClusterRefusedException {
        Optional<String> closed = policy.get().closed(choice.getNamespace());
        if (closed.isPresent()) {
            throw new ClusterRefusedException(closed.get());
        }
        return policy;
    }

    private static ManifestKeys keys(final ClusterDefinition definition) throws ClusterRefusedException {
        ManifestSigning signing = definition.getSigning();
        return signing == null ? ManifestKeys.NONE : signing.keys(definition.getName());
    }

    /** A database is released even when there is nothing to sign with any more; only the set cannot be completed. */
    private static ManifestKeys keysIfTheyCanBeHad(final ClusterDefinition definition) {
        try {
            return keys(definition);
        } catch (ClusterRefusedException e) {
            return ManifestKeys.missing(e.getMessage());
        }
    }

    private static Granted granted(
            final ClusterDefinition definition, final Supplier<PlacePolicy> policy, final ManifestKeys keys)
            throws ClusterRefusedException {
        return new Granted(
                Optional.of(definition.getName()),
                ClusterCredentials.address(definition),
                definition.drivers(),
                policy,
                keys);
    }

    private Supplier<PlacePolicy> policy(final Optional<String> cluster, final Run<?, ?> run) {
        Place place = new Place(cluster, run.getParent().getFullName());
        return () -> configuration.policy().at(place);
    }

    private ClusterDefinition definition(final String name, final Item item) throws ClusterRefusedException {
        List<ClusterDefinition> usable = configuration.getClusters().stream()
                .filter(definition -> definition.allows(item))
                .toList();
        if (name == null) {
            if (usable.size() == 1) {
                return usable.get(0);
            }
            throw new ClusterRefusedException(
                    usable.isEmpty()
                            ? "no cluster is set up for this job; an administrator adds one in the global configuration"
                            : "name the cluster: cluster: '" + String.join("' or '", names(item)) + "'");
        }
        return usable.stream()
                .filter(definition -> definition.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ClusterRefusedException("there is no cluster '" + name
                        + "' that this job may use; an administrator can add it, or open it to this folder"));
    }
}
