import java.io.File;
import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Serves the database in folder args[0] over Bolt at port args[1] until its standard input ends, and then deletes the
 * folder if args[2] is "temporary": whoever made it may have been killed.
 */
class Neo {
    public static void main(String[] args) throws Exception {
        // An interrupt at the terminal is for the program that holds our input, which may have more to ask.
        sun.misc.Signal.handle(new sun.misc.Signal("INT"), signal -> {});
        var address = new SocketAddress("localhost", Integer.parseInt(args[1]));
        new DatabaseManagementServiceBuilder(Path.of(args[0]))
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .setConfig(GraphDatabaseSettings.auth_enabled, false)
            .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(256))
            .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
            .build();
        System.out.println("ready");
        while (System.in.read() >= 0) {}
        if (args[2].equals("temporary")) {
            delete(new File(args[0]));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void delete(File file) {
        File[] children = file.listFiles();
        for (File child : children == null ? new File[0] : children) {
            delete(child);
        }
        file.delete();
    }
}
