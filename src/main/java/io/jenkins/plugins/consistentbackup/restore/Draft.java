package io.jenkins.plugins.consistentbackup.restore;

import java.util.ArrayList;
import java.util.List;

/** A plan while it is being made. */
final class Draft {
    final RestoreState state = new RestoreState();
    final List<String> steps = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
}
