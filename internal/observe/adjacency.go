package observe

import (
	"github.com/prometheus/client_golang/prometheus"

	"conflictgraph/internal/adjacency"
)

// WatchAdjacency shows what is held in memory of the graph, and how much of what was asked
// it has answered, whenever the metrics are read.
func (m *Metrics) WatchAdjacency(state func() adjacency.State) {
	gauge := func(name, help string, value func(adjacency.State) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, func() float64 { return value(state()) }))
	}
	gauge("graph_in_memory", "1 where links are answered from memory, 0 where the store is asked.", func(s adjacency.State) float64 { return oneIf(s.Ready) })
	gauge("graph_too_large", "1 where the graph takes more than --graph-memory.", func(s adjacency.State) float64 { return oneIf(s.TooLarge) })
	gauge("graph_relations", "Relations in memory.", func(s adjacency.State) float64 { return float64(s.Relations) })
	gauge("graph_bytes", "About how many bytes the graph takes in memory.", func(s adjacency.State) float64 { return float64(s.Bytes) })
	for from, value := range map[string]func(adjacency.State) int64{
		"memory": func(s adjacency.State) int64 { return s.FromMemory },
		"store":  func(s adjacency.State) int64 { return s.FromStore },
	} {
		m.registry.MustRegister(prometheus.NewCounterFunc(
			prometheus.CounterOpts{
				Namespace: namespace, Name: "graph_answers_total", Help: "Questions about links, by what answered them.", ConstLabels: prometheus.Labels{"from": from},
			},
			func() float64 { return float64(value(state())) },
		))
	}
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
