package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does to a request what a fault says. */
final class FaultInjection {

    private final Vertx vertx;

    FaultInjection(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Runs the rest of the request, now, later or never.
     *
     * @param rest not run if the fault answers in its place
     */
    void apply(Fault fault, HttpServerRequest request, Runnable rest) {
        if (fault instanceof Fault.Answer answer) {
            answer(answer, request);
        } else if (fault instanceof Fault.CutBefore) {
            request.connection().close();
        } else if (fault instanceof Fault.Stall stall) {
            stall(stall, rest);
        } else {
            rest.run();
        }
    }

    private static void answer(Fault.Answer fault, HttpServerRequest request) {
        if (fault.retryAfterSeconds() >= 0) {
            request.response().putHeader("Retry-After", String.valueOf(fault.retryAfterSeconds()));
        }
        Answer.error(ApiException.of(fault.code(), fault.reason(), fault.message()))
                .send(request);
    }

    private void stall(Fault.Stall stall, Runnable rest) {
        AtomicBoolean gone = new AtomicBoolean();
        Runnable once = () -> {
            if (gone.compareAndSet(false, true)) {
                rest.run();
            }
        };
        long timer = vertx.setTimer(Math.max(1, stall.limit().toMillis()), id -> once.run());
        stall.until().whenComplete((done, error) -> {
            vertx.cancelTimer(timer);
            once.run();
        });
    }
}
