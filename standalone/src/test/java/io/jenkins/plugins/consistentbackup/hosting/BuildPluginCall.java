package io.jenkins.plugins.consistentbackup.hosting;

import groovy.lang.GroovyClassLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.Phases;

/**
 * The one call in the plugin's Jenkinsfile, read from its syntax tree as the hosting checker reads it
 * (repository-permissions-updater, {@code RequiredFilesVerifier.validateJenkinsFile}).
 */
record BuildPluginCall(String method, Map<String, Object> arguments) {

    /** @throws IllegalArgumentException if the script is anything but one call with literal, named arguments */
    static BuildPluginCall parse(String jenkinsfile) {
        CompilationUnit unit = new CompilationUnit(new CompilerConfiguration(), null, new GroovyClassLoader());
        unit.addSource("Script.groovy", jenkinsfile);
        unit.compile(Phases.SEMANTIC_ANALYSIS);
        ClassNode script = (ClassNode) unit.getAST().getClasses().get(0);
        BlockStatement body = (BlockStatement)
                script.getDeclaredMethod("run", new Parameter[0]).getCode();
        if (body.getStatements().size() != 1
                || !(expression(body.getStatements().get(0)) instanceof MethodCallExpression call)
                || !(call.getArguments() instanceof TupleExpression tuple)
                || tuple.getExpressions().size() != 1
                || !(tuple.getExpression(0) instanceof MapExpression arguments)) {
            throw new IllegalArgumentException("not one call with named arguments");
        }
        return new BuildPluginCall(call.getMethodAsString(), map(arguments));
    }

    private static Expression expression(Statement statement) {
        return statement instanceof ReturnStatement last
                ? last.getExpression()
                : ((ExpressionStatement) statement).getExpression();
    }

    private static Map<String, Object> map(MapExpression expression) {
        Map<String, Object> map = new LinkedHashMap<>();
        expression
                .getMapEntryExpressions()
                .forEach(entry -> map.put(
                        String.valueOf(literal(entry.getKeyExpression())), literal(entry.getValueExpression())));
        return map;
    }

    private static Object literal(Expression expression) {
        if (expression instanceof ConstantExpression constant) {
            return constant.getValue();
        }
        if (expression instanceof ListExpression list) {
            return list.getExpressions().stream().map(BuildPluginCall::literal).toList();
        }
        if (expression instanceof MapExpression map) {
            return map(map);
        }
        throw new IllegalArgumentException("not a literal: " + expression.getText());
    }

    @SuppressWarnings("unchecked") // checked by the test that reads it
    List<Map<String, Object>> configurations() {
        return (List<Map<String, Object>>) arguments.get("configurations");
    }
}
