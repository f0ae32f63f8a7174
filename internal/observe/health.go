package observe

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// pingTimeout is how long a store may take to answer while the metrics are read.
const pingTimeout = 2 * time.Second

// WatchStore shows whether a store answers, whenever the metrics are read: also while
// nobody asks for anything.
func (m *Metrics) WatchStore(ping func(context.Context) error) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(
		prometheus.GaugeOpts{Namespace: namespace, Name: "store_up", Help: "1 where the database answers, 0 where it does not."},
		func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), pingTimeout)
			defer cancel()
			if ping(ctx) != nil {
				return 0
			}
			return 1
		},
	))
}

// WatchCertificate shows when the server's certificate expires.
func (m *Metrics) WatchCertificate(expires time.Time) {
	gauge := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "tls_certificate_expiry_timestamp_seconds", Help: "When the server's certificate expires, in seconds since 1970.",
	})
	gauge.Set(float64(expires.Unix()))
	m.registry.MustRegister(gauge)
}
