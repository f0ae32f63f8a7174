package command

import "errors"

// someSetAside is the exit status of an import that read some rows only.
const someSetAside = 3

// statusError is an error with an exit status of its own.
type statusError struct {
	status int
	text   string
}

func (e *statusError) Error() string { return e.text }

// ExitStatus returns the exit status of the program that ends with an error of
// Run: 0 for none, and 1 for most.
func ExitStatus(err error) int {
	var own *statusError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &own):
		return own.status
	}
	return 1
}
