package rules

import (
	"path/filepath"
	"testing"
)

func TestTheSeedArticleIsRead(t *testing.T) {
	claims, offices := measure(t, []string{filepath.Join("..", "..", "..", "seed")})
	t.Logf("claims: precision %.2f, recall %.2f of %d; offices: precision %.2f, recall %.2f of %d", claims.precision(), claims.recall(), claims.wanted, offices.precision(), offices.recall(), offices.wanted)
	if claims.precision() < 0.75 || offices.precision() < 0.9 {
		t.Error("it was better")
	}
}
