package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.template.Level;

/**
 * What a database's part of a set could claim.
 *
 * @param use the database, and its template
 * @param stated what its template states
 * @param unaided what the storage gives by itself, whatever holds the database
 */
public record LevelFacts(TemplateUse use, Level stated, Level unaided) {

    /** What operators can rely on: a template that nobody of them answers for makes no copy better. */
    Level believed() {
        return use.doubtful() && stated.atLeast(unaided) ? unaided : stated;
    }
}
