package observe

import (
	"context"
	"net/http"
	"os"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func tracer() trace.Tracer { return otel.Tracer(namespace) }

// lastExport is how long the last traces may take to be sent.
const lastExport = 5 * time.Second

// Traces sends traces to the collector at OTEL_EXPORTER_OTLP_ENDPOINT, or at
// OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, over HTTP, until what it returns is called;
// the other variables of OpenTelemetry's specification hold as well. It does
// nothing where neither is set.
func Traces(ctx context.Context) (stop func() error, err error) {
	if !tracing() {
		return func() error { return nil }, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, err
	}
	described, err := resource.New(ctx, resource.WithTelemetrySDK(), resource.WithHost(), resource.WithAttributes(attribute.String("service.name", namespace)), resource.WithFromEnv())
	if err != nil {
		return nil, err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(described))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	return func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastExport)
		defer cancel()
		return provider.Shutdown(ctx)
	}, nil
}

// Traced begins a span for each request to next, where traces are sent.
func Traced(next http.Handler) http.Handler {
	if !tracing() {
		return next
	}
	return otelhttp.NewHandler(next, "request", otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
		return methodOf(r.Method) + " " + routeOf(r.URL.Path)
	}))
}

func tracing() bool {
	return os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}
