// Package observe lets a server be seen from outside: by logs that say which
// request they belong to, by metrics for Prometheus, and by OpenTelemetry traces.
package observe

import (
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

// NewLogger returns a logger that writes lines of text, or of JSON where format is
// "json". What is logged with the context of a request carries its id, and that of
// its trace.
func NewLogger(to io.Writer, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(identifying{slog.NewJSONHandler(to, options)})
	}
	return slog.New(identifying{slog.NewTextHandler(to, options)})
}

// identifying adds what identifies a request.
type identifying struct{ slog.Handler }

func (h identifying) Handle(ctx context.Context, record slog.Record) error {
	if id := RequestID(ctx); id != "" {
		record.AddAttrs(slog.String("request", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("trace", span.TraceID().String()))
	}
	return h.Handler.Handle(ctx, record)
}

func (h identifying) WithAttrs(attrs []slog.Attr) slog.Handler {
	return identifying{h.Handler.WithAttrs(attrs)}
}

func (h identifying) WithGroup(name string) slog.Handler {
	return identifying{h.Handler.WithGroup(name)}
}
