package auth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"conflictgraph/internal/auth"
	"conflictgraph/internal/kg"
)

// provider serves a JWK set, as slowly as it is told.
type provider struct {
	mu      sync.Mutex
	set     []byte
	takes   time.Duration
	fetches int
}

func (p *provider) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	p.fetches++
	set, takes := p.set, p.takes
	p.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if set == nil {
		return nil, errors.New("no route to host")
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(set)), Request: r}, nil
}

func (p *provider) change(how func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	how()
}

// by returns how long finding out who a token is of took.
func by(a *auth.Authenticator, token string) (time.Duration, error) {
	began := time.Now()
	_, err := a.Authenticate(context.Background(), "Bearer "+token)
	return time.Since(began), err
}

// providing returns an Authenticator of the keys that p serves.
func providing(t *testing.T, ctx context.Context, p *provider) *auth.Authenticator {
	t.Helper()
	a, err := auth.New(ctx, auth.Config{JWT: auth.JWT{Keys: "https://idp.test/jwks.json", Issuer: issuer, Audience: audience, Client: &http.Client{Transport: p}}})
	require.NoError(t, err)
	return a
}

func TestUnknownKeysAreLookedForOnceInAWhileAndHoldUpNobody(t *testing.T) {
	k := signing()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		token := func(key string) string { return signed(t, jwt.SigningMethodEdDSA, key, k.ed, claims(nil)) }
		p := &provider{set: keySet(t, edKey("known", k.ed))}
		a := providing(t, ctx, p)
		known := token("known")
		p.change(func() { p.takes = time.Hour })

		const many = 1000
		refused := make(chan time.Duration, many)
		for i := range many {
			go func() {
				took, err := by(a, token(fmt.Sprint("invented ", i)))
				if kg.ErrorCode(err) != kg.CodeUnauthenticated {
					t.Errorf("%v", err)
				}
				refused <- took
			}()
		}
		synctest.Wait()
		require.Equal(t, 2, p.fetches, "at the start, and for all that were invented")
		require.Len(t, refused, many-100, "so many wait, the others are refused")
		took, err := by(a, known)
		require.NoError(t, err)
		require.Zero(t, took, "a known key is not waited for")

		waited := 0
		for range many {
			if took := <-refused; took > 0 {
				waited++
				require.Equal(t, 5*time.Second, took, "nobody waits for longer than the provider may take")
			}
		}
		require.Equal(t, 100, waited)
		for range many {
			took, _ := by(a, token("invented again"))
			require.Zero(t, took)
		}
		require.Equal(t, 2, p.fetches)

		p.change(func() { p.takes, p.set = time.Second, keySet(t, edKey("known", k.ed), edKey("new", k.ed)) })
		_, err = by(a, token("new"))
		require.Error(t, err, "it was asked for keys just now")
		time.Sleep(30 * time.Second)
		took, err = by(a, token("new"))
		require.NoError(t, err)
		require.Equal(t, time.Second, took)
		require.Equal(t, 3, p.fetches)

		p.change(func() { p.set = nil })
		time.Sleep(time.Minute)
		_, err = by(a, token("another"))
		require.Error(t, err)
		took, err = by(a, known)
		require.NoError(t, err, "keys are kept where others cannot be fetched")
		require.Zero(t, took)
		cancel()
		synctest.Wait()
	})
}

func TestWhoeverWaitsForAKeyMayLeave(t *testing.T) {
	k := signing()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		p := &provider{set: keySet(t, edKey("known", k.ed))}
		a := providing(t, ctx, p)
		p.change(func() { p.takes, p.set = time.Second, keySet(t, edKey("new", k.ed)) })
		token := signed(t, jwt.SigningMethodEdDSA, "new", k.ed, claims(nil))
		asking, leave := context.WithCancel(ctx)
		left := make(chan error, 1)
		go func() {
			_, err := a.Authenticate(asking, "Bearer "+token)
			left <- err
		}()
		synctest.Wait()
		leave()
		synctest.Wait()
		require.Error(t, <-left)
		_, err := by(a, token)
		require.NoError(t, err, "what one has asked for is there for the others")
		require.Equal(t, 2, p.fetches)
		cancel()
		synctest.Wait()
	})
}

func TestAProviderThatCannotBeReachedYetIsAskedAgain(t *testing.T) {
	k := signing()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		p := &provider{}
		a := providing(t, ctx, p)
		token := signed(t, jwt.SigningMethodEdDSA, "new", k.ed, claims(jwt.MapClaims{"exp": time.Now().Add(time.Hour).Unix()}))
		p.change(func() { p.set = keySet(t, edKey("new", k.ed)) })
		time.Sleep(15*time.Minute + time.Second)
		synctest.Wait()
		fetches := p.fetches
		_, err := by(a, token)
		require.NoError(t, err)
		require.Equal(t, fetches, p.fetches)
		cancel()
		synctest.Wait()
	})
}

func TestATokenIsGoodUntilItExpires(t *testing.T) {
	k := signing()
	a := accepting(t)
	synctest.Test(t, func(t *testing.T) {
		expires := time.Now().Add(time.Minute)
		token := "Bearer " + signed(t, jwt.SigningMethodEdDSA, "ed", k.ed, claims(jwt.MapClaims{"exp": expires.Unix()}))
		ctx, err := a.Authenticate(t.Context(), token)
		require.NoError(t, err)
		require.Equal(t, expires.Unix(), auth.From(ctx).Until.Unix())
		asking, cancel := auth.UntilExpired(ctx)
		defer cancel()
		time.Sleep(time.Minute - time.Second)
		require.NoError(t, asking.Err())
		time.Sleep(time.Second)
		synctest.Wait()
		require.ErrorIs(t, context.Cause(asking), auth.ErrExpired)

		ctx, err = a.Authenticate(t.Context(), token)
		require.NoError(t, err, "the clocks may differ")
		require.Equal(t, 30*time.Second, auth.From(ctx).Until.Sub(expires).Round(time.Second))
		time.Sleep(30 * time.Second)
		_, err = a.Authenticate(t.Context(), token)
		require.Error(t, err)
	})
	ctx, err := a.Authenticate(t.Context(), "Bearer "+fixedCurator)
	require.NoError(t, err)
	forever, cancel := auth.UntilExpired(ctx)
	defer cancel()
	_, ends := forever.Deadline()
	require.False(t, ends)
}

// throttle lets so many tokens be refused.
type throttle struct{ left, looks int }

func (t *throttle) Allow(context.Context) error {
	if t.left == 0 {
		return &kg.Error{Code: kg.CodeRateLimited, Message: "later"}
	}
	t.looks++
	return nil
}

func (t *throttle) Refused(context.Context) { t.left-- }

func TestTokensThatAreRefusedAreCounted(t *testing.T) {
	a := accepting(t)
	limit := &throttle{left: 3}
	a.Throttle(limit)
	for range 5 {
		_, err := a.Authenticate(t.Context(), "Bearer "+fixedCurator)
		require.NoError(t, err)
		_, err = a.Authenticate(t.Context(), "")
		require.NoError(t, err)
	}
	require.Equal(t, 3, limit.left)
	for range 3 {
		_, err := a.Authenticate(t.Context(), "Bearer guessed")
		require.Equal(t, kg.CodeUnauthenticated, kg.ErrorCode(err))
	}
	for range 10 {
		_, err := a.Authenticate(t.Context(), "Bearer "+fixedCurator+"guessed")
		require.Equal(t, kg.CodeRateLimited, kg.ErrorCode(err))
	}
	require.Equal(t, 8, limit.looks, "what is refused unseen costs nothing")
}
