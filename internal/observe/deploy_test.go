package observe

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
)

const deploy = "../../deploy/"

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

// counted are the names of the metrics.
func counted() map[string]bool {
	m := NewMetrics()
	none := func() int { return 0 }
	m.Watch(none, none, none)
	m.WatchStore(func(context.Context) error { return nil })
	m.WatchCertificate(time.Now())
	descriptions := make(chan *prometheus.Desc)
	go func() {
		m.registry.Describe(descriptions)
		close(descriptions)
	}()
	names := map[string]bool{}
	for d := range descriptions {
		name := regexp.MustCompile(`fqName: "([^"]+)"`).FindStringSubmatch(d.String())[1]
		names[name], names[name+"_count"], names[name+"_bucket"] = true, true, true
	}
	return names
}

func TestWhatIsDrawnAndWatchedIsCounted(t *testing.T) {
	names := counted()
	for _, file := range []string{"grafana/dashboard.json", "prometheus/alarms.yaml"} {
		found := regexp.MustCompile(`\b(conflictgraph|process|go)_[a-z_]+`).FindAllString(read(t, deploy+file), -1)
		require.NotEmpty(t, found)
		for _, name := range found {
			require.Contains(t, names, name, file)
		}
	}
}

func TestEveryAlarmIsExplained(t *testing.T) {
	alarms := regexp.MustCompile(`alert: (\w+)`).FindAllStringSubmatch(read(t, deploy+"prometheus/alarms.yaml"), -1)
	require.NotEmpty(t, alarms)
	explained := read(t, "../../docs/operating.md")
	for _, alarm := range alarms {
		require.Contains(t, explained, "`"+alarm[1]+"`")
	}
}

func TestWhatIsDeployedCanBeRead(t *testing.T) {
	files, err := filepath.Glob(deploy + "*/*")
	require.NoError(t, err)
	more, err := filepath.Glob(deploy + "*.yaml")
	require.NoError(t, err)
	for _, file := range append(files, more...) {
		var content any
		switch text := read(t, file); {
		case strings.HasSuffix(file, ".json"):
			require.NoError(t, json.Unmarshal([]byte(text), &content), file)
		default:
			require.NoError(t, yaml.Unmarshal([]byte(text), &content), file)
		}
		require.NotEmpty(t, content, file)
	}
}
