package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.demo.load.FoundRows;
import io.jenkins.plugins.consistentbackup.demo.load.RestoredData;
import io.jenkins.plugins.consistentbackup.demo.load.WriterRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Which of the rows that were acknowledged before the first cut was requested a copy lacks, whatever was promised.
 *
 * @param rows how many
 * @param age how long before that request the oldest of them was acknowledged; zero when none is lacking
 */
record Lacking(long rows, Duration age) {
    static final Lacking NOTHING = new Lacking(0, Duration.ZERO);

    /** Counts, in what could be read. */
    static Lacking of(final RestoredData found, final List<WriterRecord> records, final long firstRequestedNanos) {
        long[] ages = found.tables().stream()
                .flatMapToLong(rows -> records.stream()
                        .filter(record -> record.table().equals(rows.table()))
                        .flatMapToLong(record -> ages(rows, record, firstRequestedNanos)))
                .toArray();
        return new Lacking(
                ages.length, Duration.ofNanos(LongStream.of(ages).max().orElse(0)));
    }

    private static LongStream ages(final FoundRows rows, final WriterRecord record, final long nanos) {
        Set<Long> found = new HashSet<>(rows.of(record.writer()));
        return record.writes().stream()
                .filter(write -> write.acknowledgedBefore(nanos) && !found.contains(write.sequence()))
                .mapToLong(write -> nanos - write.acknowledgedNanos().getAsLong());
    }
}
