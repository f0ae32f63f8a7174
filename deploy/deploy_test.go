// Package deploy has no code: its tests check what can be checked of the files beside
// it without a container engine.
package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/kgtest/needs"
)

// secrets are what deploy/.env has to say, each with a value to know it by.
var secrets = map[string]string{
	"NEO4J_PASSWORD": "secret-1", "GRAFANA_PASSWORD": "secret-2", "CONFLICTGRAPH_TOKEN_READER": "secret-3",
	"CONFLICTGRAPH_TOKEN_CURATOR": "secret-4", "CONFLICTGRAPH_TOKEN_ADMIN": "secret-5", "ALARM_WEBHOOK": "https://secret-6.test",
}

// composed returns what the compose file says, checked as an engine does.
func composed(t *testing.T, environment map[string]string) (*types.Project, error) {
	t.Helper()
	text, err := os.ReadFile("compose.yaml")
	require.NoError(t, err)
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	return loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir: here, Environment: environment, ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: text}},
	})
}

func TestAnEngineCanReadTheComposeFile(t *testing.T) {
	project, err := composed(t, secrets)
	require.NoError(t, err)
	for name, service := range project.Services {
		require.NotEqual(t, service.Build == nil, service.Image == "", name)
		require.NotContains(t, service.Image, ":latest", name)
		require.Contains(t, service.CapDrop, "ALL", name)
		require.Contains(t, service.SecurityOpt, "no-new-privileges:true", name)
		for _, port := range service.Ports {
			require.Equal(t, "127.0.0.1", port.HostIP, "%s is reachable by other machines", name)
		}
		for _, volume := range service.Volumes {
			if volume.Type == types.VolumeTypeBind {
				_, err := os.Stat(volume.Source)
				require.NoError(t, err, name)
			}
		}
	}
	for _, name := range []string{"NEO4J_PASSWORD", "GRAFANA_PASSWORD", "CONFLICTGRAPH_TOKEN_READER", "ALARM_WEBHOOK"} {
		without := map[string]string{}
		for other, value := range secrets {
			if other != name {
				without[other] = value
			}
		}
		_, err := composed(t, without)
		require.ErrorContains(t, err, "deploy/.env", name)
	}
}

func TestNoSecretStandsOnACommandLine(t *testing.T) {
	project, err := composed(t, secrets)
	require.NoError(t, err)
	for name, service := range project.Services {
		words := append(append([]string{}, service.Entrypoint...), service.Command...)
		if service.HealthCheck != nil {
			words = append(words, service.HealthCheck.Test...)
		}
		line := strings.Join(words, " ")
		require.NotContains(t, line, "secret-", name)
		require.NotRegexp(t, `(^|\s)(-p|--password|--token\S*)[ =]`, line, name)
	}
}

func TestMemoryIsLimitedBeneathWhatTheContainerMayHave(t *testing.T) {
	project, err := composed(t, secrets)
	require.NoError(t, err)
	graph, err := project.GetService("graph")
	require.NoError(t, err)
	limit := graph.Environment["GOMEMLIMIT"]
	require.NotNil(t, limit)
	var bytes types.UnitBytes
	require.NoError(t, bytes.DecodeMapstructure(strings.TrimSuffix(*limit, "iB")+"b"))
	share := float64(bytes) / float64(graph.MemLimit)
	require.Less(t, 1.1*share, 0.95, "the alarm is raised before the container is killed")
	require.Greater(t, share, 0.7)
}

func TestNothingIsAskedForOutside(t *testing.T) {
	project, err := composed(t, secrets)
	require.NoError(t, err)
	for service, settings := range map[string]map[string]string{
		"grafana": {
			"GF_ANALYTICS_REPORTING_ENABLED": "false", "GF_ANALYTICS_CHECK_FOR_UPDATES": "false", "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES": "false",
			"GF_NEWS_NEWS_FEED_ENABLED": "false", "GF_PLUGINS_PREINSTALL_DISABLED": "true", "GF_SECURITY_DISABLE_GRAVATAR": "true",
		},
		"neo4j": {"NEO4J_dbms_usage__report_enabled": "false"},
	} {
		s, err := project.GetService(service)
		require.NoError(t, err)
		for name, want := range settings {
			require.NotNil(t, s.Environment[name], name)
			require.Equal(t, want, *s.Environment[name], name)
		}
	}
}

func TestAlarmsHaveAReceiver(t *testing.T) {
	var config struct {
		Route struct {
			Receiver string
			Routes   []struct{ Receiver string }
		}
		Receivers []struct {
			Name     string
			Webhooks []map[string]any `yaml:"webhook_configs"`
		}
	}
	read(t, "alertmanager/alertmanager.yaml", &config)
	known := map[string]bool{}
	for _, r := range config.Receivers {
		known[r.Name] = len(r.Webhooks) > 0
	}
	require.True(t, known[config.Route.Receiver])
	for _, r := range config.Route.Routes {
		require.True(t, known[r.Receiver], r.Receiver)
	}
	var prometheus struct {
		Rules    []string `yaml:"rule_files"`
		Alerting struct {
			Managers []struct {
				Static []struct{ Targets []string } `yaml:"static_configs"`
			} `yaml:"alertmanagers"`
		}
	}
	read(t, "prometheus/prometheus.yaml", &prometheus)
	require.Equal(t, []string{"alarms.yaml"}, prometheus.Rules)
	require.Equal(t, []string{"alertmanager:9093"}, prometheus.Alerting.Managers[0].Static[0].Targets)
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, into), file)
}

func TestWhatIsBuiltHasNoSecretsInIt(t *testing.T) {
	docker, err := os.ReadFile("../.dockerignore")
	require.NoError(t, err)
	podman, err := os.ReadFile("../.containerignore")
	require.NoError(t, err)
	require.Equal(t, string(docker), string(podman), "Docker reads one, Podman the other")
	lines := strings.Split(string(docker), "\n")
	for _, left := range []string{".git", "**/.env", "**/.env.*", "**/*.pem", "**/*.key"} {
		require.Contains(t, lines, left)
	}
}

// promtool runs the tool of that name, which has to be there where CI is set.
func promtool(t *testing.T, arguments ...string) {
	t.Helper()
	tool, err := exec.LookPath("promtool")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("promtool is missing: it is in Debian's package prometheus")
	}
	require.NoError(t, err)
	output, err := exec.CommandContext(t.Context(), tool, arguments...).CombinedOutput()
	require.NoError(t, err, string(output))
}

func TestAlarmsAreRaisedWhenTheyShouldBe(t *testing.T) {
	needs.MoreThanGo(t, "promtool")
	promtool(t, "check", "rules", "prometheus/alarms.yaml")
	promtool(t, "check", "config", "--syntax-only", "prometheus/prometheus.yaml")
	promtool(t, "test", "rules", "prometheus/alarms_test.yaml")
}
