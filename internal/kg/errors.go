package kg

import (
	"errors"
	"fmt"
)

// Code classifies an Error for a caller that has to act on it.
type Code string

const (
	CodeBadInput        Code = "BAD_USER_INPUT"  // the caller sent something that cannot be answered
	CodeNotFound        Code = "NOT_FOUND"       // an id that was given names something that does not exist
	CodeConflict        Code = "CONFLICT"        // a write contradicts what is already recorded
	CodeUnauthenticated Code = "UNAUTHENTICATED" // the caller has not said who it is
	CodeForbidden       Code = "FORBIDDEN"       // the caller may not do this
	CodeRateLimited     Code = "RATE_LIMITED"    // the caller asks for much in a short time
	CodeTimeout         Code = "TIMEOUT"         // the answer took longer than the caller is given
	CodeUnavailable     Code = "UNAVAILABLE"     // the store cannot be reached; the same call may succeed later
	CodeInternal        Code = "INTERNAL"        // everything else; its cause is for the log, not for the caller
)

// Error is what every function of this module returns when it fails in a way
// that its caller can tell apart.
type Error struct {
	Code    Code
	Message string // for the caller: the value that was wrong and what would be right
	Field   string // the argument or field at fault, such as "filter.from"; may be empty
	Err     error  // the cause, never shown to a caller
}

func (e *Error) Error() string {
	switch {
	case e.Field != "":
		return e.Field + ": " + e.Message
	case e.Err != nil:
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// BadInput returns an error with CodeBadInput that names the field at fault.
func BadInput(field, format string, args ...any) *Error {
	return &Error{Code: CodeBadInput, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Conflict returns an error with CodeConflict.
func Conflict(format string, args ...any) *Error {
	return &Error{Code: CodeConflict, Message: fmt.Sprintf(format, args...)}
}

// ConflictIn returns an error with CodeConflict that names the field at fault.
func ConflictIn(field, format string, args ...any) *Error {
	return &Error{Code: CodeConflict, Field: field, Message: fmt.Sprintf(format, args...)}
}

// Unavailable returns an error with CodeUnavailable for a store that cannot be
// reached because of err.
func Unavailable(err error) *Error {
	return &Error{Code: CodeUnavailable, Message: "the store cannot be reached", Err: err}
}

// ErrorCode returns the code of err: that of the first Error in its chain, or
// CodeInternal where there is none. It is empty for nil.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Within returns an error with the place of what its field is a part of before the field;
// all others as they are.
func Within(place string, err error) error {
	var known *Error
	if !errors.As(err, &known) || known.Field == "" {
		return err
	}
	within := *known
	within.Field = place + "." + known.Field
	return &within
}
