package command

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEveryAnswerHasTheHeadersThatKeepItHarmless(t *testing.T) {
	clearEnvironment(t)
	s := start(t, "--addr", ":0", "--db", ":memory:")
	for _, c := range []struct{ method, path string }{
		{"GET", "/"}, {"GET", "/graphiql"}, {"GET", "/nothing"}, {"POST", "/"}, {"GET", "/healthz"}, {"GET", "/readyz"}, {"GET", "/schema.graphqls"},
		{"GET", "/graphql"}, {"POST", "/graphql"}, {"OPTIONS", "/graphql"}, {"DELETE", "/graphql"}, {"GET", "/graphql?query={__typename}"}, {"GET", "/export/nothing"},
	} {
		response, _ := send(t, c.method, s.url+c.path, "")
		for header, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			require.Equal(t, want, response.Header.Get(header), "%s of %s", header, c.path)
		}
		require.Len(t, response.Header.Values("Content-Security-Policy"), 1, c.path)
		require.Contains(t, response.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'", c.path)
		require.Empty(t, response.Header.Get("Strict-Transport-Security"), "not without TLS")
		require.Empty(t, response.Header.Get("Server"))
	}
}

// certified writes a certificate for 127.0.0.1 and its key.
func certified(t *testing.T) (certificate, key string, trusted *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	certificate, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	require.NoError(t, os.WriteFile(certificate, text, 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	trusted = x509.NewCertPool()
	require.True(t, trusted.AppendCertsFromPEM(text))
	return certificate, key, trusted
}

func TestACertificateMakesItHTTPS(t *testing.T) {
	clearEnvironment(t)
	certificate, key, trusted := certified(t)
	s := start(t, "--addr", "127.0.0.1:0", "--db", ":memory:", "--tls-cert", certificate, "--tls-key", key)
	ask := func(config *tls.Config) (*http.Response, error) {
		config.RootCAs = trusted
		client := http.Client{Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true, DisableKeepAlives: true}}
		response, err := client.Get(s.url + "/healthz")
		if err == nil {
			_ = response.Body.Close()
		}
		return response, err
	}
	response, err := ask(&tls.Config{})
	require.NoError(t, err)
	require.Equal(t, 2, response.ProtoMajor)
	require.NotEmpty(t, response.Header.Get("Strict-Transport-Security"))
	_, err = ask(&tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12})
	require.NoError(t, err)
	_, err = ask(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	require.ErrorContains(t, err, "protocol version")
}

func TestACertificateThatCannotBeUsedIsRefused(t *testing.T) {
	clearEnvironment(t)
	certificate, key, _ := certified(t)
	for name, args := range map[string][]string{
		"no key":          {"--tls-cert", certificate},
		"no certificate":  {"--tls-key", key},
		"no such file":    {"--tls-cert", "no-such-file", "--tls-key", key},
		"one for another": {"--tls-cert", key, "--tls-key", certificate},
	} {
		require.ErrorContains(t, Run(t.Context(), append(args, "--addr", ":0", "--db", ":memory:"), io.Discard, io.Discard), "--tls-cert", name)
	}
}
