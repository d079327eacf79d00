package io.jenkins.plugins.consistentbackup.embedded.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Which image a name means. Names registered later win, so that a test can replace a built-in image. */
public final class ImageRegistry {
    private record Entry(Pattern repository, Function<ImageName, Image> image) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Map<ImageName, Image> pulled = new ConcurrentHashMap<>();

    /** An empty registry; {@link BuiltInImages} fills one. */
    public ImageRegistry() {}

    /** Registers an image for a repository name in which {@code *} stands for any characters; tags do not matter. */
    public ImageRegistry register(String repositoryPattern, Image image) {
        return register(repositoryPattern, name -> image);
    }

    /** Registers an image that is made when a container first asks for it: unpacking takes seconds. */
    public ImageRegistry register(String repositoryPattern, Function<ImageName, Image> image) {
        String regex = Pattern.quote(repositoryPattern).replace("*", "\\E.*\\Q");
        entries.add(0, new Entry(Pattern.compile(regex), image));
        pulled.clear();
        return this;
    }

    /** The image of a reference as it stands in a container's spec, or nothing if no registered name fits. */
    public Optional<Image> find(String reference) {
        ImageName name = ImageName.parse(reference);
        Image known = pulled.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        for (Entry entry : new ArrayList<>(entries)) {
            if (entry.repository().matcher(name.repository()).matches()) {
                Image image = entry.image().apply(name);
                pulled.put(name, image);
                return Optional.of(image);
            }
        }
        return Optional.empty();
    }
}
