package soak

import (
	"context"
	"fmt"
	"net/http"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/shirou/gopsutil/v4/process"
)

// Sample is what a server used at a moment.
type Sample struct {
	At         time.Duration // since the load began
	Resident   float64       // bytes, the database's file included where it is mapped
	Anonymous  float64       // bytes of these that are no file's, where the system tells
	Heap       float64       // bytes, about as many as the last collection left
	Goroutines float64
	Files      float64 // that are open, connections included
}

const (
	samples     = 600
	scrapeAfter = 10 * time.Second // a server that does not answer this long is not well
)

// watch looks at a server.
type watch struct {
	server  Server
	samples []Sample
}

// sample looks at the server at even intervals until ctx ends.
func (w *watch) sample(ctx context.Context, lasting time.Duration) error {
	began := time.Now()
	ticks := time.NewTicker(max(lasting/samples, 100*time.Millisecond))
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
		s, err := w.look(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		s.At = time.Since(began)
		w.samples = append(w.samples, s)
	}
}

// atRest returns the least that a server without clients has come to use after a
// while.
func (w *watch) atRest(ctx context.Context, longest time.Duration) (least Sample, err error) {
	for began := time.Now(); time.Since(began) < longest; {
		s, err := w.look(ctx)
		if err != nil {
			return least, err
		}
		if least.Goroutines == 0 || s.Goroutines+s.Files < least.Goroutines+least.Files {
			least, began = s, time.Now()
			longest = min(longest, quiet)
		}
		time.Sleep(100 * time.Millisecond)
	}
	return least, nil
}

// quiet is how long a server at rest stays as it is.
const quiet = 3 * time.Second

func (w *watch) look(ctx context.Context) (s Sample, err error) {
	all, err := w.scrape(ctx)
	if err != nil {
		return s, err
	}
	s.Goroutines, s.Files = value(all["go_goroutines"]), value(all["process_open_fds"])
	s.Resident = value(all["process_resident_memory_bytes"])
	s.Heap = value(all["go_memstats_next_gc_bytes"]) / (1 + value(all["go_gc_gogc_percent"])/100)
	s.Anonymous = s.Resident
	if p, err := process.NewProcess(int32(w.server.PID)); err == nil {
		if maps, err := p.MemoryMaps(true); err == nil && len(*maps) == 1 {
			s.Anonymous = float64((*maps)[0].Anonymous) * 1024
		}
	}
	return s, nil
}

func (w *watch) scrape(ctx context.Context) (map[string]*dto.MetricFamily, error) {
	ctx, cancel := context.WithTimeout(ctx, scrapeAfter)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.server.base()+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	request.Close = true // or the connection would be counted at rest
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("the server's metrics cannot be read: %w", err)
	}
	defer response.Body.Close()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(response.Body)
}

func value(f *dto.MetricFamily) (sum float64) {
	for _, m := range f.GetMetric() {
		sum += m.GetGauge().GetValue() + m.GetCounter().GetValue() + m.GetUntyped().GetValue()
	}
	return sum
}

// ended is what the server counts a call of the store as whose client has gone,
// as subscribers do here all the time.
const ended = "ENDED"

// errorsCounted returns how many errors the server has counted since it started,
// by code: those of operations, and those of the store beneath them.
func (w *watch) errorsCounted(ctx context.Context) (map[string]int, error) {
	all, err := w.scrape(ctx)
	counted := map[string]int{}
	for _, name := range []string{"conflictgraph_errors_total", "conflictgraph_store_errors_total"} {
		for _, m := range all[name].GetMetric() {
			for _, l := range m.GetLabel() {
				if l.GetName() == "code" && l.GetValue() != ended {
					counted[l.GetValue()] += int(m.GetCounter().GetValue())
				}
			}
		}
	}
	return counted, err
}
