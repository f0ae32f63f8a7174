package neo4jserver

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Import has Neo4j's importer make a database of the files in a folder, by the arguments
// in one of them, into another folder: the Dir of a Server that serves it. Where heap is
// empty, the most memory for objects is what Java takes by itself.
func Import(ctx context.Context, files, arguments, into, heap string) error {
	jars, err := install(ctx)
	if err != nil {
		return err
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return errNoJava
	}
	conf := filepath.Join(into, "conf")
	if err := os.MkdirAll(conf, 0o755); err != nil {
		return err
	}
	// neo4j-admin asks for the file, whatever is in it.
	if err := os.WriteFile(filepath.Join(conf, "neo4j.conf"), nil, 0o644); err != nil {
		return err
	}
	var args []string
	if heap != "" {
		args = append(args, "-Xmx"+heap)
	}
	cmd := exec.CommandContext(ctx, java, append(args, "-XX:+UseParallelGC", "-cp", filepath.Join(jars, "*"), "org.neo4j.cli.AdminTool",
		"database", "import", "full", "@"+arguments, "--report-file="+filepath.Join(into, "import.report"), "neo4j")...)
	cmd.Dir = files
	cmd.Env = append(os.Environ(), "NEO4J_HOME="+into, "NEO4J_CONF="+conf)
	said := &tail{}
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("Neo4j's importer: %w\n%s", err, said)
	}
	return nil
}
