package sqlite

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"

	"conflictgraph/internal/kg"
)

// A positionKey holds a relation's position in 20 bytes: 4 that count the days
// from its start to kg.MaxDate, and the 16 that its id encodes. Keys compare as
// positions do.
type positionKey [20]byte

const undated = ^uint32(0)

func newPositionKey(t *kg.Time, digest [16]byte) (key positionKey) {
	day := undated
	if t != nil && t.Start != nil {
		day = uint32(int64(kg.MaxDate) - int64(*t.Start))
	}
	binary.BigEndian.PutUint32(key[:], day)
	copy(key[4:], digest[:])
	return key
}

// start returns the first day of what the key is for, nil where it has none.
func (k positionKey) start() *kg.Date {
	day := binary.BigEndian.Uint32(k[:])
	if day == undated {
		return nil
	}
	d := kg.Date(int64(kg.MaxDate) - int64(day))
	return &d
}

func (k positionKey) id() string { return kg.RelationIDOf([16]byte(k[4:])) }

// String returns the position as kg.Relation.Position does.
func (k positionKey) String() string { return hex.EncodeToString(k[:4]) + k.id() }

// parsePosition returns the key whose String is position, and whether there is
// one.
func parsePosition(position string) (key positionKey, ok bool) {
	if len(position) < 8 {
		return key, false
	}
	day, err := strconv.ParseUint(position[:8], 16, 32)
	digest, isID := kg.RelationDigest(position[8:])
	if err != nil || !isID {
		return key, false
	}
	binary.BigEndian.PutUint32(key[:], uint32(day))
	copy(key[4:], digest[:])
	return key, key.String() == position
}

// keysFrom returns bytes that are at most the keys whose position is at least
// bound, and greater than all others.
func keysFrom(bound string) []byte {
	if key, ok := parsePosition(bound); ok {
		return key[:]
	}
	return firstKey(bound, func(position string) bool { return position >= bound })
}

// keysAfter returns bytes that are at most the keys whose position is greater
// than bound, and greater than all others.
func keysAfter(bound string) []byte {
	if key, ok := parsePosition(bound); ok {
		return append(key[:], 0)
	}
	return firstKey(bound, func(position string) bool { return position > bound })
}

// firstKey returns bytes that divide the keys by whether their position has
// reached bound, which may be any string at all.
func firstKey(bound string, reached func(position string) bool) []byte {
	switch {
	case bound == "":
		return []byte{}
	case bound >= kg.PositionEnd:
		return bytes.Repeat([]byte{0xff}, len(positionKey{})+1)
	}
	if day, err := strconv.ParseUint(bound, 16, 32); err == nil && fmt.Sprintf("%08x", day) == bound {
		return binary.BigEndian.AppendUint32(nil, uint32(day))
	}
	var below positionKey
	if reached(below.String()) {
		return []byte{}
	}
	for bit := range 8 * len(below) {
		below[bit/8] |= 0x80 >> (bit % 8)
		if reached(below.String()) {
			below[bit/8] &^= 0x80 >> (bit % 8)
		}
	}
	return append(below[:], 0)
}
