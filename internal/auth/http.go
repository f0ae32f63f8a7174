package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"conflictgraph/internal/graphqlhttp"
	"conflictgraph/internal/kg"
)

// Config says whose tokens are accepted.
type Config struct {
	Tokens map[Role]string // a fixed token for a role; none where empty
	JWT    JWT

	// OpenReading lets everybody read. Writing needs a token always.
	OpenReading bool
}

// Authenticator finds out who is asking.
type Authenticator struct {
	fixed       fixedTokens
	jwt         *jwtVerifier // nil where no JSON Web Tokens are accepted
	openReading bool
	throttle    Throttle // nil where any number of tokens may be refused
}

// Throttle bounds how many tokens of one client are refused.
type Throttle interface {
	// Allow returns an error of CodeRateLimited where another token of the client of
	// ctx is not to be looked at.
	Allow(ctx context.Context) error

	// Refused is told of a token that was looked at and refused.
	Refused(ctx context.Context)
}

// New returns an Authenticator. It keeps keys that are fetched fresh until ctx
// ends.
func New(ctx context.Context, c Config) (*Authenticator, error) {
	fixed, err := newFixedTokens(c.Tokens)
	if err != nil {
		return nil, err
	}
	a := &Authenticator{fixed: fixed, openReading: c.OpenReading}
	if c.JWT.Keys != "" {
		a.jwt, err = newJWTVerifier(ctx, c.JWT)
	}
	return a, err
}

// Accepts reports whether there is any token that it accepts.
func (a *Authenticator) Accepts() bool { return len(a.fixed) > 0 || a.jwt != nil }

// Throttle bounds how many tokens are refused. It has to be called before anything is
// asked of a.
func (a *Authenticator) Throttle(t Throttle) { a.throttle = t }

// Authenticate returns ctx with who sent a header such as "Bearer …" in it. An
// empty one is somebody unknown; any other that is not accepted is a *kg.Error of
// CodeUnauthenticated, or CodeRateLimited after too many of them.
func (a *Authenticator) Authenticate(ctx context.Context, authorization string) (context.Context, error) {
	if authorization == "" {
		return ctx, nil
	}
	scheme, token, _ := strings.Cut(authorization, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return ctx, &kg.Error{Code: kg.CodeUnauthenticated, Message: "the header is not understood: send Authorization: Bearer and a token"}
	}
	if a.throttle != nil {
		if err := a.throttle.Allow(ctx); err != nil {
			return ctx, err
		}
	}
	principal, err := a.verify(ctx, token)
	if err != nil {
		if a.throttle != nil {
			a.throttle.Refused(ctx)
		}
		slog.InfoContext(ctx, "a token is refused", "reason", err)
		return ctx, &kg.Error{Code: kg.CodeUnauthenticated, Message: "the token is not accepted: it may have expired, or be meant for another server; ask for a new one", Err: err}
	}
	return With(ctx, principal), nil
}

func (a *Authenticator) verify(ctx context.Context, token string) (Principal, error) {
	if principal, ok := a.fixed.find(token); ok {
		return principal, nil
	}
	if a.jwt == nil {
		return Principal{}, errors.New("it is none of the fixed tokens, and no JSON Web Tokens are accepted")
	}
	return a.jwt.verify(ctx, token)
}

// Identify has requests carry who sent them, and answers 401 to a token that is
// not accepted, 429 after too many of them. Who sends none is somebody unknown.
func (a *Authenticator) Identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := a.Authenticate(r.Context(), r.Header.Get("Authorization"))
		if err != nil {
			if kg.ErrorCode(err) == kg.CodeUnauthenticated {
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			}
			refuse(w, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// MayRead returns nil where who asks may read, and otherwise what Require does.
func (a *Authenticator) MayRead(ctx context.Context) error {
	if a.openReading {
		return nil
	}
	return Require(ctx, Reader)
}

// Readers lets those through that may read; it answers 401 or 403 to others. It
// stands inside of Identify.
func (a *Authenticator) Readers(next http.Handler) http.Handler {
	return a.those(a.MayRead, next)
}

// ReadersOrStreams does what Readers does, but for requests to open a WebSocket,
// which Streaming has to be asked about.
func (a *Authenticator) ReadersOrStreams(next http.Handler) http.Handler {
	readers := a.Readers(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
			next.ServeHTTP(w, r)
			return
		}
		readers.ServeHTTP(w, r)
	})
}

// Streaming returns the context of what is asked over a WebSocket. A header that
// its first message carries in authorization counts, or else that of the request.
// It returns an error for who may not read.
func (a *Authenticator) Streaming(ctx context.Context, authorization string) (context.Context, error) {
	ctx, err := a.Authenticate(ctx, authorization)
	if err != nil {
		return ctx, err
	}
	return ctx, a.MayRead(ctx)
}

// WhileValid has what next serves end when the token does that it was asked with: its
// context then ends for ErrExpired. It is for what takes long, inside of Identify.
func WhileValid(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := UntilExpired(r.Context())
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Only lets those through that have a role; it answers 401 or 403 to others. It
// stands inside of Identify.
func (a *Authenticator) Only(role Role, next http.Handler) http.Handler {
	return a.those(func(ctx context.Context) error { return Require(ctx, role) }, next)
}

func (a *Authenticator) those(may func(context.Context) error, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := may(r.Context()); err != nil {
			refuse(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusForbidden
	switch kg.ErrorCode(err) {
	case kg.CodeRateLimited:
		status = http.StatusTooManyRequests
	case kg.CodeUnauthenticated:
		status = http.StatusUnauthorized
		if w.Header().Get("WWW-Authenticate") == "" {
			w.Header().Set("WWW-Authenticate", "Bearer")
		}
	}
	graphqlhttp.Refuse(w, status, err)
}
