package io.jenkins.plugins.consistentbackup.rounds;

import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;

/** The template of the counter-proof. It asks nothing of a restored server, so that the rows can be looked at. */
final class Unheld {
    static final String NAME = "unheld";

    private static final String TEXT = """
        name: unheld
        title: Nothing is done
        description: Neither holds nor flushes anything.
        proved: not proved
        fits: {images: [], volumes: any, selectedByName: true}
        needs: []
        hold:
          family: flush
          blocksWrites: false
          acquire: ':'
        levels:
          one: {atomic: none, torn: none}
          several: {atomic: none, torn: none}
          group: {atomic: none, torn: none}
        """;

    private Unheld() {}

    /** The built-in templates and this one. */
    static TemplateLibrary library() {
        return TemplateLibrary.builtIn().with(TemplateOrigin.WORKSPACE, "unheld.yaml", TEXT);
    }
}
