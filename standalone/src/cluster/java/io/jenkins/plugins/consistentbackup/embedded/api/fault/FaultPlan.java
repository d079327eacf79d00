package io.jenkins.plugins.consistentbackup.embedded.api.fault;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Decides for each request what goes wrong with it. Asked once a request, from several threads. */
@FunctionalInterface
public interface FaultPlan {

    FaultPlan NONE = request -> Fault.none();

    Fault faultOf(ObservedRequest request);

    /** One fault for the request with this number. */
    static FaultPlan atRequest(long number, Fault fault) {
        return request -> request.number() == number ? fault : Fault.none();
    }

    /** A fault for each of the first {@code times} requests that this is true of. */
    static FaultPlan times(int times, Predicate<ObservedRequest> condition, Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> condition.test(request) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0
                ? fault
                : Fault.none();
    }

    /** This plan, and the other where this one has nothing to say. */
    default FaultPlan or(FaultPlan other) {
        return request -> {
            Fault fault = faultOf(request);
            return fault instanceof Fault.None ? other.faultOf(request) : fault;
        };
    }
}
