// Package auth says who is asking and what they may do: by bearer tokens, which
// are JSON Web Tokens or fixed ones, and by the roles that these carry.
package auth

import (
	"context"
	"time"

	"conflictgraph/internal/kg"
)

// Role is what a caller may do. Each includes those before it.
type Role int

const (
	Nobody      Role = iota // has not said who it is
	Reader                  // may ask
	Contributor             // may also suggest
	Curator                 // may also write
	Admin                   // may also do what affects everybody
)

var roleNames = map[Role]string{Reader: "reader", Contributor: "contributor", Curator: "curator", Admin: "admin"}

// String returns the role's name as tokens carry it.
func (r Role) String() string {
	if name, ok := roleNames[r]; ok {
		return name
	}
	return "nobody"
}

// RoleOf returns the role of a name as tokens carry it; Nobody where there is
// none.
func RoleOf(name string) Role {
	for role, known := range roleNames {
		if name == known {
			return role
		}
	}
	return Nobody
}

// Principal is who is asking. The zero value is somebody unknown.
type Principal struct {
	Subject string // a token's "sub", or "token:" and the role of a fixed token
	Role    Role

	Until time.Time // when the token expires; zero where it does not
}

type principalKey struct{}

// With returns a context of what principal asks for.
func With(ctx context.Context, principal Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, principal)
}

// From returns who asks for what is done in ctx.
func From(ctx context.Context) Principal {
	principal, _ := ctx.Value(principalKey{}).(Principal)
	return principal
}

// ErrExpired is why something ends that was asked for with a token which has expired
// meanwhile.
var ErrExpired = &kg.Error{Code: kg.CodeUnauthenticated, Message: "the token has expired: ask again with a new one"}

// UntilExpired returns a context that ends when the token of who asks expires; its
// cause is then ErrExpired.
func UntilExpired(ctx context.Context) (context.Context, context.CancelFunc) {
	until := From(ctx).Until
	if until.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadlineCause(ctx, until, ErrExpired)
}

// Require returns nil if who asks has a role. It returns a *kg.Error of
// CodeUnauthenticated for somebody unknown, of CodeForbidden for others.
func Require(ctx context.Context, role Role) error {
	switch principal := From(ctx); {
	case principal.Role >= role:
		return nil
	case principal.Subject == "":
		return &kg.Error{Code: kg.CodeUnauthenticated, Message: "this needs the role " + role.String() + ": send a token as Authorization: Bearer …"}
	default:
		return &kg.Error{Code: kg.CodeForbidden, Message: "this needs the role " + role.String() + ", which your token does not have"}
	}
}
