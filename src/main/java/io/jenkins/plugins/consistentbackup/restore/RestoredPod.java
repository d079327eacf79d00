package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.consistentbackup.policy.TemplateUse;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One container of one pod whose data is put back: how it is prepared before and checked after. A plain class, because
 * it is persisted.
 */
final class RestoredPod implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Name of the pod, as it was in the set; of a Deployment, any of its pods will do. */
    String pod;

    String container;
    /** The workload that makes the pod. */
    String workloadKind;

    String workload;
    /** The template's name. */
    String template;
    /** Digest of the template's text; null in runs of before it was kept. */
    String templateDigest;
    /**
     * Its text when it is one of the namespace, where it may be another one by the time; otherwise empty. Not in the record
     * that the namespace keeps: what runs in containers is not taken from where others may write.
     */
    @JsonIgnore
    String namespaceText = "";
    /** The template's parameters. */
    Map<String, String> parameters = new LinkedHashMap<>();
    /** The set's name for the artefacts that were captured in this container; null when there are none. */
    String captured;
    /** Name of the prepare pod; null when nothing is to be prepared. */
    String preparePod;
    /** Whether it is known to be prepared: scripts are not asked to bear being run twice. */
    boolean prepared;

    /**
     * The template.
     *
     * @throws TemplateException when the library has it no more
     * @throws RestoreException when it is another one by now than the plan said
     */
    HookTemplate template(final TemplateLibrary library) {
        HookTemplate found = library.remembered(template, namespaceText);
        if (templateDigest != null && !templateDigest.equals(found.digest())) {
            throw new RestoreException("template " + template + " was changed after this run was planned ("
                    + templateDigest + ", now " + found.digest() + "); run it again");
        }
        return found;
    }

    /** Where the template comes from. */
    TemplateOrigin origin(final TemplateLibrary library) {
        return library.originOf(template, namespaceText);
    }

    /** What the operators' rules judge. */
    TemplateUse use(final String namespace, final TemplateLibrary library) {
        return new TemplateUse(namespace + "/" + pod + " (" + container + ")", "", template, origin(library));
    }
}
