package graphqlhttp

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// tagOf returns an ETag that is the same for the same parts. It is a weak one:
// compressed or not, an answer says the same.
func tagOf(parts ...string) string {
	digest := sha256.New()
	for _, part := range parts {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		digest.Write(length[:])
		digest.Write([]byte(part))
	}
	return `W/"` + base64.RawURLEncoding.EncodeToString(digest.Sum(nil)[:16]) + `"`
}

// canonical returns one text for equal variables.
func canonical(variables map[string]any) string {
	text, err := json.Marshal(variables)
	if err != nil {
		panic(err) // unreachable: they were read from JSON
	}
	return string(text)
}

// matches reports whether If-None-Match names a tag of ours. It takes * for no
// match: whether there is an answer is not known before it is worked out.
func matches(ifNoneMatch []string, tag string) bool {
	opaque := strings.TrimPrefix(tag, "W/")
	for _, header := range ifNoneMatch {
		for candidate := range strings.SplitSeq(header, ",") {
			if strings.TrimPrefix(strings.TrimSpace(candidate), "W/") == opaque {
				return true
			}
		}
	}
	return false
}

// Program names the program that runs: another build has another name.
func Program() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d-%d", info.Size(), info.ModTime().UnixNano())
}
