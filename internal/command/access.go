package command

import (
	"context"
	"errors"
	"fmt"
	"net"

	"conflictgraph/internal/auth"
)

// accessFlags choose who may use the server.
type accessFlags struct {
	TokenReader           string   `env:"CONFLICTGRAPH_TOKEN_READER" placeholder:"WORD" help:"A bearer token that may read; better set in the environment, like the next three."`
	TokenContributor      string   `env:"CONFLICTGRAPH_TOKEN_CONTRIBUTOR" placeholder:"WORD" help:"A bearer token that may also suggest, for a curator to decide."`
	TokenCurator          string   `env:"CONFLICTGRAPH_TOKEN_CURATOR" placeholder:"WORD" help:"A bearer token that may also write."`
	TokenAdmin            string   `env:"CONFLICTGRAPH_TOKEN_ADMIN" placeholder:"WORD" help:"A bearer token that may do everything."`
	JWTKeys               string   `name:"jwt-keys" env:"CONFLICTGRAPH_JWT_KEYS" placeholder:"FILE" help:"Accept JSON Web Tokens signed by the keys of this JWK set: a file or a URL."`
	JWTIssuer             string   `name:"jwt-issuer" env:"CONFLICTGRAPH_JWT_ISSUER" placeholder:"URL" help:"Who has to have issued them."`
	JWTAudience           string   `name:"jwt-audience" env:"CONFLICTGRAPH_JWT_AUDIENCE" placeholder:"NAME" help:"Whom they have to be meant for."`
	JWTAlgorithm          []string `name:"jwt-algorithm" placeholder:"NAME" help:"What they may be signed with: RS256, EdDSA, HS256; the first two if not given."`
	JWTRoles              string   `name:"jwt-roles" default:"roles" placeholder:"CLAIM" help:"The claim that holds reader, contributor, curator or admin (${default})."`
	OpenReading           *bool    `negatable:"" help:"Let everybody read; so it is where only this machine can reach the server."`
	WithoutAuthentication bool     `help:"Listen to other machines although nobody could be told apart: everybody may read, nobody may write."`
}

// authenticator returns who may do what on a server that listens at an address, which
// is private where only this machine reaches it.
func (f *accessFlags) authenticator(ctx context.Context, at net.Addr, private bool) (*auth.Authenticator, error) {
	open := private || f.WithoutAuthentication
	if f.OpenReading != nil {
		open = *f.OpenReading
	}
	guard, err := auth.New(ctx, auth.Config{
		Tokens: map[auth.Role]string{auth.Reader: f.TokenReader, auth.Contributor: f.TokenContributor, auth.Curator: f.TokenCurator, auth.Admin: f.TokenAdmin},
		JWT: auth.JWT{
			Keys: f.JWTKeys, Issuer: f.JWTIssuer, Audience: f.JWTAudience,
			Algorithms: f.JWTAlgorithm, RolesClaim: f.JWTRoles,
		},
		OpenReading: open,
	})
	switch {
	case err != nil:
		return nil, err
	case guard.Accepts():
		return guard, nil
	case !private && !f.WithoutAuthentication:
		return nil, fmt.Errorf("%s can be reached by other machines, itself or through a proxy, and no token is accepted: set CONFLICTGRAPH_TOKEN_READER and CONFLICTGRAPH_TOKEN_CURATOR, or --jwt-keys; or listen at localhost without --trusted-proxy; or say --without-authentication to let everybody read", at)
	case !open:
		return nil, errors.New("nobody could read: reading is closed, and no token is accepted; set CONFLICTGRAPH_TOKEN_READER or --jwt-keys")
	}
	return guard, nil
}
