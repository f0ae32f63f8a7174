package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"

	"conflictgraph/internal/observe"
)

// logFlags choose what is logged.
type logFlags struct {
	LogFormat string     `enum:"text,json" default:"text" placeholder:"FORMAT" help:"Log lines of text, or of json (${default})."`
	LogLevel  slog.Level `default:"info" placeholder:"LEVEL" help:"Log what is at least debug, info, warn or error (${default}); every request is for debug."`
}

// start has everything logged to a place.
func (f *logFlags) start(to io.Writer) {
	slog.SetDefault(observe.NewLogger(to, f.LogFormat, f.LogLevel))
}

// seenFlags choose what can be seen of a server from outside.
type seenFlags struct {
	PprofAddr string `placeholder:"HOST:PORT" help:"Serve profiles for go tool pprof at this address, which has to be one of this machine only, such as localhost:6060."`
}

// profile serves profiles until ctx ends, where an address is given.
func (f *seenFlags) profile(ctx context.Context) error {
	if f.PprofAddr == "" {
		return nil
	}
	listener, err := listen(f.PprofAddr)
	if err != nil {
		return fmt.Errorf("--pprof-addr: %w", err)
	}
	if !isLoopback(listener.Addr()) {
		return errors.Join(
			fmt.Errorf("--pprof-addr %s can be reached by other machines, and profiles show everything; give an address such as localhost:6060", f.PprofAddr),
			listener.Close())
	}
	server := &http.Server{Handler: (&reachFlags{}).own(f.PprofAddr, listener.Addr(), profiles()), ReadHeaderTimeout: readHeaderTimeout, BaseContext: func(net.Listener) context.Context { return ctx }}
	slog.InfoContext(ctx, "profiles are served", "url", "http://"+listener.Addr().String()+"/debug/pprof/")
	go func() { _ = server.Serve(listener) }()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return nil
}

func profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", http.NotFound) // it would show tokens given as flags
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}
