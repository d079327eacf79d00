package io.jenkins.plugins.consistentbackup.template;

/** The JSON Schemas that editors complete and check with. */
public enum TemplateSchema {
    /** Of a hook template. */
    TEMPLATE("hook-template.schema.json"),
    /** Of the file with a template's tests. */
    TEST("template-test.schema.json");

    private final String resource;

    TemplateSchema(final String resource) {
        this.resource = resource;
    }

    /** The schema, as JSON. */
    public String text() {
        return TemplateLibrary.resource(resource);
    }
}
