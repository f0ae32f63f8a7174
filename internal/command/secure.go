package command

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// tlsFlags choose how the server is encrypted.
type tlsFlags struct {
	TLSCert string `name:"tls-cert" placeholder:"FILE" help:"Serve HTTPS with this certificate, in PEM with those it rests on. What stands here is read at the start."`
	TLSKey  string `name:"tls-key" placeholder:"FILE" help:"The certificate's private key, in PEM."`
}

// Validate refuses a certificate without a key and a key without a certificate.
func (f *tlsFlags) Validate() error {
	if (f.TLSCert == "") != (f.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key belong together: give both, or neither")
	}
	return nil
}

func (f *tlsFlags) scheme() string {
	if f.TLSCert == "" {
		return "http"
	}
	return "https"
}

// certificate returns what the server proves itself by, nil where it does not.
func (f *tlsFlags) certificate() (*tls.Certificate, error) {
	if f.TLSCert == "" {
		return nil, nil
	}
	certificate, err := tls.LoadX509KeyPair(f.TLSCert, f.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("--tls-cert %s, --tls-key %s: %w", f.TLSCert, f.TLSKey, err)
	}
	return &certificate, nil
}

// encrypted returns a listener that speaks TLS 1.2 or later where there is a
// certificate.
func encrypted(plain net.Listener, certificate *tls.Certificate) net.Listener {
	if certificate == nil {
		return plain
	}
	return tls.NewListener(plain, &tls.Config{
		Certificates: []tls.Certificate{*certificate},
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"h2", "http/1.1"},
	})
}

// answerPolicy is for what is no page: nothing in it is to be run or shown
// within another page.
const answerPolicy = "default-src 'none'; frame-ancestors 'none'"

// hardened sets headers that every answer has; pages set a policy of their own.
func hardened(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", answerPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
