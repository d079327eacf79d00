/**
 * What an image name means: files of the class path or of this machine, an entry point, a user, an environment. No
 * registry is asked and nothing is downloaded. Knows nothing of pods.
 */
package io.jenkins.plugins.consistentbackup.embedded.image;
