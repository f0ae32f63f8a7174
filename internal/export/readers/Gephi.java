import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/**
 * Opens a file as Gephi does, with parallel edges not merged, and prints what it has
 * of it: a line for each node (its id and label) and each edge (its id, both ends, label
 * and times in milliseconds), with tabs in between.
 */
public class Gephi {
    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        projects.newProject();
        Container container = importer.importFile(new File(args[0]));
        for (Issue issue : container.getReport().getIssuesList(1000)) {
            if (issue.getLevel() != Issue.Level.INFO) {
                out.println("issue\t" + issue.getLevel() + "\t" + issue.getMessage());
            }
        }
        container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
        importer.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
        for (Node node : model.getGraph().getNodes().toArray()) {
            out.println("node\t" + node.getId() + "\t" + node.getLabel());
        }
        for (Edge edge : model.getGraph().getEdges().toArray()) {
            out.println("edge\t" + edge.getId() + "\t" + edge.getSource().getId() + "\t" + edge.getTarget().getId() + "\t" + edge.getLabel() + "\t" + times(model, edge));
        }
        out.flush();
        System.exit(0); // what Gephi has started does not end by itself
    }

    /** Those of Gephi's timeline, or the columns of a format that has no timeline. */
    private static String times(GraphModel model, Edge edge) {
        for (Interval interval : edge.getIntervals() == null ? new Interval[0] : edge.getIntervals()) {
            return Math.round(interval.getLow()) + "\t" + Math.round(interval.getHigh());
        }
        return column(model, edge, "start") + "\t" + column(model, edge, "end");
    }

    private static String column(GraphModel model, Edge edge, String title) {
        for (var column : model.getEdgeTable()) {
            if (column.getTitle().equals(title) && edge.getAttribute(column) != null) {
                return edge.getAttribute(column).toString();
            }
        }
        return "";
    }
}
