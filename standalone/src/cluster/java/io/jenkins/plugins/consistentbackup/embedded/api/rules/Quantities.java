package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;

/** Amounts of storage as Kubernetes writes them: {@code 10Gi}, {@code 500M}. */
final class Quantities {

    private Quantities() {}

    static boolean isPositive(String quantity) {
        try {
            return bytes(quantity).signum() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static boolean isLess(String one, String other) {
        return bytes(one).compareTo(bytes(other)) < 0;
    }

    private static BigDecimal bytes(String quantity) {
        return Quantity.getAmountInBytes(Quantity.parse(quantity));
    }
}
