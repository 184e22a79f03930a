package props

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// panicked is the error that a panic with value p becomes: what it said and the calls that led to it,
//
//	panic: P; at neuron.pairLaw (pair.go:41) < neuron.pair.func2 (pair.go:90)
//
// the innermost first, up to the engine. It is one line, as every reason is, and without addresses and folders, so
// that the report of a seed does not depend on where or when it ran. A deferred function calls it, as long as the stack of the panic stands.
func panicked(p any) error {
	var counters [64]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters[:])])
	var calls []string
	panicking := false
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		switch {
		case strings.HasPrefix(f.Function, "runtime."):
			panicking = true
		case !panicking: // the deferred function and this one
		case engine(f.Function):
			more = false
		case len(calls) == mostCalls:
			calls, more = append(calls, "…"), false
		default:
			calls = append(calls, fmt.Sprintf("%s (%s:%d)", path.Base(f.Function), filepath.Base(f.File), f.Line))
		}
	}
	if len(calls) == 0 {
		return fmt.Errorf("panic: %v", p)
	}
	return fmt.Errorf("panic: %v; at %s", p, strings.Join(calls, " < "))
}

// mostCalls is how many calls of a stack are told: those of an endless recursion are all alike.
const mostCalls = 16

// engine says whether a function is of those that turn a panic into an error: what called it is the same for every check.
func engine(function string) bool {
	for _, f := range []string{"guarded[", "judged[", "drawCases[", "(*runnable["} {
		if strings.HasPrefix(function, "assay/props."+f) {
			return true
		}
	}
	return false
}
