package io.jenkins.plugins.consistentbackup.demo.load;

import java.util.List;
import java.util.Optional;

/**
 * What was found in a restored database.
 *
 * @param database what it is called in front of people
 * @param startFailure why it does not serve, or empty when it does
 * @param tables rows of each table that could be read
 * @param balance sum of all accounts, empty when it could not be read; money is only moved, so it is 0, as
 *     it is where there are no accounts
 * @param complaints what the database itself says is wrong, such as lines of {@code CHECK TABLE}, or of reads that
 *     failed
 */
public record RestoredData(
        String database,
        Optional<String> startFailure,
        List<FoundRows> tables,
        Optional<Long> balance,
        List<Complaint> complaints) {

    /** A database that did not come up. */
    public static RestoredData notStarted(String database, String why) {
        return new RestoredData(database, Optional.of(why), List.of(), Optional.empty(), List.of());
    }
}
