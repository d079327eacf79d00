package io.jenkins.plugins.consistentbackup.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The plugin's POM as it is written, without what it inherits: the hosting checks read it the same way. */
record PluginPom(Element project) {

    /** A dependency as it is written; {@code version} and {@code scope} are empty where the POM says nothing. */
    record Dependency(String groupId, String artifactId, String version, String scope) {
        String key() {
            return groupId + ":" + artifactId;
        }
    }

    static PluginPom read(Path file) throws IOException {
        return new PluginPom(parse(file));
    }

    static Element parse(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file + " is no well-formed XML: " + e.getMessage(), e);
        }
    }

    /** The text at a path such as {@code parent/version}, empty if there is none. */
    String text(String path) {
        return element(path).map(found -> found.getTextContent().trim()).orElse("");
    }

    /** A property of the POM with other properties of it put in, empty if there is none. */
    String property(String name) {
        return interpolated(text("properties/" + name));
    }

    String interpolated(String text) {
        String result = text.replace("${project.artifactId}", text("artifactId"));
        for (Element property : element("properties").map(PluginPom::children).orElse(List.of())) {
            result = result.replace(
                    "${" + property.getTagName() + "}",
                    property.getTextContent().trim());
        }
        return result.equals(text) ? result : interpolated(result);
    }

    boolean has(String path) {
        return element(path).isPresent();
    }

    List<Dependency> dependencies(String path) {
        List<Dependency> found = new ArrayList<>();
        for (Element dependency : element(path).map(PluginPom::children).orElse(List.of())) {
            PluginPom entry = new PluginPom(dependency);
            found.add(new Dependency(
                    entry.text("groupId"), entry.text("artifactId"), entry.text("version"), entry.text("scope")));
        }
        return found;
    }

    private Optional<Element> element(String path) {
        Optional<Element> at = Optional.of(project);
        for (String name : path.split("/")) {
            at = at.flatMap(parent -> children(parent).stream()
                    .filter(child -> child.getTagName().equals(name))
                    .findFirst());
        }
        return at;
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
