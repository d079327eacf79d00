package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.ObservedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Faults by user, so that several runs go on side by side in one cluster, each as a user of its own. */
final class UserFaults implements FaultPlan {
    private final Map<String, OfUser> users = new ConcurrentHashMap<>();

    private volatile long awayUntilNanos = System.nanoTime();

    @Override
    public Fault faultOf(final ObservedRequest request) {
        if (System.nanoTime() < awayUntilNanos) {
            return Fault.cutBefore();
        }
        OfUser user = users.get(request.user());
        return user == null ? Fault.none() : user.faultOf(request);
    }

    /** For so long every request of every user is cut, as when the API server is away. */
    void answerNobody(final Duration away) {
        awayUntilNanos = System.nanoTime() + away.toNanos();
    }

    /** From now on the requests of a user are counted and meet these faults; mishaps beside them are told. */
    OfUser watch(final String user, final List<PlannedFault> faults, final Consumer<Mishap> happening) {
        OfUser watched = new OfUser(faults, happening);
        users.put(user, watched);
        return watched;
    }

    void forget(final String user) {
        users.remove(user);
    }

    /** The requests of one user. */
    static final class OfUser {
        private final List<PlannedFault> faults;
        private final Consumer<Mishap> happening;
        private final Map<String, Integer> counts = new HashMap<>();
        private final List<Target> seen = new ArrayList<>();
        private final List<String> met = new ArrayList<>();

        private OfUser(final List<PlannedFault> faults, final Consumer<Mishap> happening) {
            this.faults = faults;
            this.happening = happening;
        }

        private synchronized Fault faultOf(final ObservedRequest request) {
            Target target = new Target(request.label(), counts.merge(request.label(), 1, Integer::sum));
            seen.add(target);
            Target any = new Target(Target.ANY, seen.size());
            for (PlannedFault planned : faults) {
                if (planned.target().equals(target) || planned.target().equals(any)) {
                    happening.accept(planned.mishap());
                    met.add(target + " " + planned.name());
                    return planned.fault();
                }
            }
            return Fault.none();
        }

        synchronized List<Target> seen() {
            return List.copyOf(seen);
        }

        /** Requests that met one of the faults, and which. */
        synchronized List<String> met() {
            return List.copyOf(met);
        }
    }
}
