package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;

/** An operation to which accidents happen, and where each copy of the data must be before it has ended, and after. */
enum SweptOperation {
    RESTORE {
        @Override
        RestoreState begin(final Shop shop, final Profile profile) {
            return RestorerTest.plan(shop, shop.restore(profile)).begin();
        }

        @Override
        void assertNothingLost(final Shop shop, final String where) {
            super.assertNothingLost(shop, where);
            assertCopies(shop, "old", where);
        }

        @Override
        void assertDone(final Shop shop, final String where) {
            assertThat(shop.data()).as(where).containsOnly("set prepared written");
        }
    },

    /** Of a restore that ended well, and after which was written. */
    UNDO {
        @Override
        RestoreState begin(final Shop shop, final Profile profile) {
            RestoreReport restored = RestorerTest.run(
                    shop, RestorerTest.plan(shop, shop.restore(profile)).begin());
            shop.write("later");
            return RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, restored.id(), profile))
                    .begin();
        }

        @Override
        void assertNothingLost(final Shop shop, final String where) {
            super.assertNothingLost(shop, where);
            assertCopies(shop, "old", where);
            assertCopies(shop, "later", where);
        }

        @Override
        void assertDone(final Shop shop, final String where) {
            assertThat(shop.data()).as(where).containsOnly("old written");
        }

        @Override
        void assertTakenBack(final Shop shop, final String where) {
            assertThat(shop.data()).as(where).containsOnly("later written");
        }
    },

    CLONE {
        @Override
        RestoreState begin(final Shop shop, final Profile profile) {
            return RestorerTest.plan(shop, shop.copy()).begin();
        }

        @Override
        void assertNothingLost(final Shop shop, final String where) {
            super.assertNothingLost(shop, where);
            assertThat(shop.data()).as("the original, " + where).containsOnly("old written");
        }

        @Override
        void assertDone(final Shop shop, final String where) {
            assertThat(shop.dataIn(Shop.COPY)).as(where).containsOnly("set prepared written");
            assertThat(shop.cluster.objects.in(Kind.SNAPSHOTS, Shop.COPY))
                    .as(where)
                    .isEmpty();
            assertThat(shop.cluster.objects.all(Kind.SNAPSHOT_CONTENTS))
                    .as(where)
                    .isEmpty();
        }

        @Override
        void assertTakenBack(final Shop shop, final String where) {
            assertThat(shop.traces(Shop.COPY)).as(where).isEmpty();
        }

        @Override
        String namespace() {
            return Shop.COPY;
        }
    };

    /** Everything that comes before, and the operation's plan. */
    abstract RestoreState begin(Shop shop, Profile profile);

    /** What must be so at any moment, however often something went wrong. */
    void assertNothingLost(final Shop shop, final String where) {
        assertCopies(shop, "set", where);
        assertThat(shop.cluster.violations()).as(where).isEmpty();
    }

    /** After it went well. */
    abstract void assertDone(Shop shop, String where);

    /** After it was taken back. */
    void assertTakenBack(final Shop shop, final String where) {
        assertThat(shop.data()).as(where).containsOnly("old written");
    }

    /** Where it changes something. */
    String namespace() {
        return Shop.NAMESPACE;
    }

    private static void assertCopies(final Shop shop, final String word, final String where) {
        assertThat(shop.copies(word))
                .as("copies of the data \"" + word + "\", " + where)
                .isGreaterThanOrEqualTo(Shop.PODS);
    }
}
