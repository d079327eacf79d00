package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;

/**
 * Something with braces in a declarative pipeline. What is called within the braces arrives as a method of the section;
 * what it does not have is refused by name, so that nothing is silently left out.
 */
abstract class Section extends GroovyObjectSupport {
    private final String title;

    Section(String title) {
        this.title = title;
    }

    /** Lets this section hear what a closure calls. */
    final void fill(Closure<?> closure) {
        Closure<?> copy = (Closure<?>) closure.clone();
        copy.setDelegate(this);
        copy.setResolveStrategy(Closure.DELEGATE_FIRST);
        copy.call();
    }

    @Override
    public Object invokeMethod(String method, Object arguments) {
        if (getMetaClass().respondsTo(this, method).isEmpty()) {
            throw new JenkinsfileException(title + " has no '" + method + "', or this runner does not know it");
        }
        return super.invokeMethod(method, arguments);
    }
}
