package io.jenkins.plugins.consistentbackup.embedded.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where Kubernetes says that it behaves as the test expects: a page of its documentation or a file of its sources. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Source {
    String value();
}
