package io.jenkins.plugins.consistentbackup.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the hosting checker's {@code JellyVerifier} finds in one Jelly file; its warnings count as problems here. */
final class JellyRules {

    private JellyRules() {}

    static List<String> problems(Element root) {
        List<String> problems = new ArrayList<>();
        elements(root).forEach(element -> {
            String name = element.getTagName();
            if (name.equals("style")) {
                problems.add("<style> element");
            }
            if (name.equals("script") && isInline(element)) {
                problems.add("<script> without src");
            }
            if (element.hasAttribute("checkUrl") && !element.hasAttribute("checkDependsOn")) {
                problems.add("<" + name + "> has checkUrl without checkDependsOn");
            }
            handlers(element).forEach(handler -> problems.add("<" + name + "> has " + handler));
        });
        return problems;
    }

    private static boolean isInline(Element script) {
        return !script.hasAttribute("src") && !script.getAttribute("type").equalsIgnoreCase("application/json");
    }

    /** On plain HTML every {@code on…} attribute is a handler; tag libraries have honest ones, except onclick. */
    private static Stream<String> handlers(Element element) {
        boolean html = element.getNamespaceURI() == null;
        return IntStream.range(0, element.getAttributes().getLength())
                .mapToObj(i -> element.getAttributes().item(i).getNodeName())
                .filter(name -> html ? name.startsWith("on") : name.equals("onclick"));
    }

    private static Stream<Element> elements(Element root) {
        NodeList below = root.getElementsByTagName("*");
        return Stream.concat(
                Stream.of(root), IntStream.range(0, below.getLength()).mapToObj(i -> (Element) below.item(i)));
    }
}
