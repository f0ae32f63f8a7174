package auth

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
)

// shortestToken keeps words that can be guessed from being tokens.
const shortestToken = 20

// fixedTokens are known by their digests, which all have one length: comparing
// takes as long whatever is sent.
type fixedTokens map[Role][sha256.Size]byte

func newFixedTokens(tokens map[Role]string) (fixedTokens, error) {
	fixed := fixedTokens{}
	roleOf := map[string]Role{}
	for role, token := range tokens {
		if token == "" {
			continue
		}
		if len(token) < shortestToken {
			return nil, fmt.Errorf("the token of the role %s has %d characters; take at least %d, such as from openssl rand -hex 32", role, len(token), shortestToken)
		}
		if other, taken := roleOf[token]; taken {
			return nil, fmt.Errorf("the roles %s and %s have the same token; give each its own", min(role, other), max(role, other))
		}
		roleOf[token] = role
		fixed[role] = sha256.Sum256([]byte(token))
	}
	return fixed, nil
}

// find returns whose token it is. It compares with all of them, so that the time
// taken tells nothing.
func (f fixedTokens) find(token string) (Principal, bool) {
	digest := sha256.Sum256([]byte(token))
	found := Principal{}
	for role, known := range f {
		if subtle.ConstantTimeCompare(digest[:], known[:]) == 1 {
			found = Principal{Subject: "token:" + role.String(), Role: role}
		}
	}
	return found, found.Role != Nobody
}
