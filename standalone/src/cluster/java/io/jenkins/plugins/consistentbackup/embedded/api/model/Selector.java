package io.jenkins.plugins.consistentbackup.embedded.api.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/** Which objects of a type a list or a watch is about. */
public final class Selector {

    private static final Selector EVERYTHING = new Selector(object -> true);

    private final Predicate<ObjectNode> condition;

    private Selector(Predicate<ObjectNode> condition) {
        this.condition = condition;
    }

    public static Selector everything() {
        return EVERYTHING;
    }

    /**
     * Objects with such labels, in the words of kubectl's {@code -l}: {@code app=shop,tier in (db, cache),!old}.
     *
     * @throws ApiException 400 if it cannot be read
     */
    public static Selector labels(String expression) {
        return new Selector(LabelSelector.parse(expression));
    }

    /**
     * What the parameters labelSelector and fieldSelector of a request say; either may be null or empty.
     *
     * @throws ApiException 400 if one cannot be read or names a field that this type cannot be selected by
     */
    public static Selector parse(ResourceType type, String labels, String fields) {
        boolean noLabels = labels == null || labels.isBlank();
        boolean noFields = fields == null || fields.isBlank();
        if (noLabels && noFields) {
            return EVERYTHING;
        }
        Predicate<ObjectNode> condition = noLabels ? object -> true : LabelSelector.parse(labels);
        return new Selector(noFields ? condition : condition.and(FieldSelector.parse(type, fields)));
    }

    public boolean matches(ObjectNode object) {
        return condition.test(object);
    }
}
