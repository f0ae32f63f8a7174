package command

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// size is how much memory something may take.
type size int64

var byteUnits = []struct {
	name  string
	bytes uint64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"", 1}}

// UnmarshalText reads a number of bytes, or of one of byteUnits.
func (s *size) UnmarshalText(text []byte) error {
	for _, unit := range byteUnits {
		number, is := strings.CutSuffix(string(text), unit.name)
		if !is {
			continue
		}
		n, err := strconv.ParseUint(number, 10, 63)
		if err != nil || n > math.MaxInt64/unit.bytes {
			break
		}
		*s = size(n * unit.bytes)
		return nil
	}
	return fmt.Errorf("%q is no size; give one such as 256MiB, 1GiB or a number of bytes, or 0", text)
}
