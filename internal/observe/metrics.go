package observe

import (
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are what a server counts. Their labels have few values, whatever is
// sent.
type Metrics struct {
	registry *prometheus.Registry

	inFlight         prometheus.Gauge
	requests         *prometheus.CounterVec
	requestSeconds   *prometheus.HistogramVec
	operationSeconds *prometheus.HistogramVec
	operationCost    *prometheus.HistogramVec
	errors           *prometheus.CounterVec
	storeSeconds     *prometheus.HistogramVec
	storeErrors      *prometheus.CounterVec
	rateLimited      prometheus.Counter

	names names
}

const namespace = "conflictgraph"

// seconds are the buckets of durations: from what an embedded store takes to what
// a caller is not given.
var seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// NewMetrics returns Metrics that have counted nothing, beside those of the Go
// runtime and the process.
func NewMetrics() *Metrics {
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	}
	histograms := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	}
	m := &Metrics{
		registry:         prometheus.NewRegistry(),
		inFlight:         prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "http_requests_in_flight", Help: "Requests that are being answered."}),
		requests:         counters("http_requests_total", "Requests answered.", "path", "method", "status"),
		requestSeconds:   histograms("http_request_seconds", "How long answering took.", seconds, "path"),
		operationSeconds: histograms("operation_seconds", "How long queries and mutations took, from when they were read.", seconds, "operation", "type"),
		operationCost:    histograms("operation_cost", "What operations cost.", prometheus.ExponentialBuckets(1, 10, 7), "type"),
		errors:           counters("errors_total", "Errors in answers to operations.", "code"),
		storeSeconds:     histograms("store_call_seconds", "How long calls of the store took.", seconds, "method"),
		storeErrors:      counters("store_errors_total", "Calls of the store that failed.", "method", "code"),
		rateLimited:      prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: "rate_limited_total", Help: "Requests and operations refused because their client had asked for too much."}),
		names:            names{known: map[string]bool{}},
	}
	m.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector(),
		m.inFlight, m.requests, m.requestSeconds, m.operationSeconds, m.operationCost, m.errors, m.storeSeconds, m.storeErrors, m.rateLimited,
	)
	m.countFromZero()
	return m
}

// Handler serves the metrics in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// RateLimited counts a refusal.
func (m *Metrics) RateLimited() { m.rateLimited.Inc() }

// Watch shows how many operations are executed, how many wait for that, and how
// many subscriptions there are, whenever the metrics are read.
func (m *Metrics) Watch(executed, waiting, subscriptions func() int) {
	for name, gauge := range map[string]struct {
		help  string
		value func() int
	}{
		"operations_executed": {"Operations that are being executed.", executed},
		"operations_waiting":  {"Operations that wait for their turn.", waiting},
		"subscriptions":       {"Subscriptions that are open.", subscriptions},
	} {
		m.registry.MustRegister(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: gauge.help},
			func() float64 { return float64(gauge.value()) },
		))
	}
}

// mostNames bounds the operation names that are told apart.
const mostNames = 100

// names are the operations that are told apart: the first that came.
type names struct {
	mu    sync.Mutex
	known map[string]bool
}

// label returns what an operation is counted as.
func (n *names) label(name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case name == "":
		return "anonymous"
	case n.known[name]:
		return name
	case len(n.known) < mostNames && len(name) <= longestLogged:
		n.known[name] = true
		return name
	}
	return "other"
}
