package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** A section that means something to Jenkins alone (options, triggers, tools): anything may be called, nothing happens. */
final class FreeSection extends Section {
    FreeSection() {
        super("the section");
    }

    @Override
    public Object invokeMethod(String method, Object arguments) {
        return method;
    }
}
