package io.jenkins.plugins.consistentbackup.template;

import java.util.List;

/** The templates that a request can choose from: the built-in ones, and those that were added. Immutable. */
public final class TemplateLibrary {
    private final List<HookTemplate> templates;

    private TemplateLibrary(final List<HookTemplate> templates) {
        this.templates = List.copyOf(templates);
    }

    /** The templates that come with this program. */
    public static TemplateLibrary builtIn() {
        return new TemplateLibrary(List.of());
    }

    /**
     * This library and one more template.
     *
     * @throws TemplateException when its name is taken
     */
    public TemplateLibrary with(final HookTemplate template) {
        return this;
    }

    /** All templates, in the order of their names. */
    public List<HookTemplate> all() {
        return templates;
    }

    /**
     * The template of that name.
     *
     * @throws TemplateException when there is none; lists those that there are
     */
    public HookTemplate named(final String name) {
        throw new TemplateException("there is no template " + name);
    }

    /**
     * The one template that fits a container by itself.
     *
     * @param image the container's image reference, with registry, tag or digest
     * @param volumes how many claimed volumes it has
     * @throws TemplateException when none fits (lists the known images) or several do (says which, and how to choose)
     */
    public HookTemplate matching(final String image, final int volumes) {
        throw new TemplateException("no template fits image " + image);
    }
}
