package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.job.GatedShop;

/** A hook template named {@code mine}, which is in no administrator's list. */
final class OwnTemplate {
    /** Leaves a note when it has prepared and when it has checked. */
    static final String TEXT = """
        name: mine
        title: Mine
        description: Of a team.
        fits:
          images: [nothing]
          volumes: any
        hold:
          family: state
          blocksWrites: true
          acquire: touch /data/held
          prove: echo held
          release: rm -f /data/held
        writable: test ! -e /data/held
        restore:
          prepare: rm -f /data/held /data/ready && echo prepared >> /data/word
          check: grep -q prepared /data/word
        levels:
          one: {atomic: application, torn: none}
          several: {atomic: application, torn: none}
          group: {atomic: application, torn: none}
        """;

    private OwnTemplate() {}

    /** A script whose step finds it in the workspace as {@code mine.yaml}. */
    static String inNode(final String step) {
        return "node { writeFile file: 'mine.yaml', text: '''" + TEXT + "'''; " + step + " }";
    }

    /** Puts it into the ConfigMap {@code ours} of a namespace. */
    static void offer(final GatedShop shop, final String namespace) {
        offer(shop, namespace, TEXT);
    }

    /** The same with another text. */
    static void offer(final GatedShop shop, final String namespace, final String text) {
        shop.embedded()
                .applyYaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ours, namespace: " + namespace
                        + "}\ndata:\n  mine.yaml: |\n" + text.indent(4));
    }
}
