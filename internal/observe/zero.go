package observe

import (
	"net/http"
	"reflect"
	"strconv"

	"conflictgraph/internal/kg"
)

// failures are the statuses that alarms count.
var failures = []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}

// countFromZero has every counter of failures be there before the first: a rate of what
// appears with its first count is none, and raises no alarm.
func (m *Metrics) countFromZero() {
	for code := range countedCodes {
		m.errors.WithLabelValues(code)
	}
	m.errors.WithLabelValues("other")
	for _, method := range storeMethods() {
		for _, code := range []kg.Code{kg.CodeUnavailable, kg.CodeTimeout, kg.CodeInternal} {
			m.storeErrors.WithLabelValues(method, string(code))
		}
	}
	paths := []string{"/export", "pages"}
	for path := range routes {
		paths = append(paths, path)
	}
	for _, path := range paths {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			for _, status := range failures {
				m.requests.WithLabelValues(path, method, strconv.Itoa(status))
			}
		}
	}
}

// storeMethods returns what of a store is counted: all that it can be asked.
func storeMethods() []string {
	var methods []string
	asked := reflect.TypeFor[kg.Store]()
	for i := range asked.NumMethod() {
		if name := asked.Method(i).Name; name != "Close" {
			methods = append(methods, name)
		}
	}
	return methods
}
