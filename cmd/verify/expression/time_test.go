//go:build unix

package expression

import (
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestNoTextTakesLong: the longest texts of each kind take at most a hundred times what a sum of 500 terms takes. The dearest
// node is a polynomial of degree 99, of 99 steps; an error that makes the work quadratic in the 500 nodes is seen. The time
// is that of the processor, so that a machine that is busy or slow changes both alike.
func TestNoTextTakesLong(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection is of all that ran before
	sum := parsing(t, strings.Repeat("x+", 499)+"x")
	for _, text := range []string{
		strings.Repeat("-", 999) + "x", strings.Repeat("abs(", 40) + "x" + strings.Repeat(")", 40),
		strings.Repeat("sin(", 40) + strings.Repeat("x+", 390) + "x" + strings.Repeat(")", 40), "max(" + strings.Repeat("x,1,", 240) + "x)",
		strings.Repeat("he(99,x)+", 110) + "x", strings.Repeat("(x+1)^60*", 110) + "x", strings.Repeat("x^", 499) + "x", strings.Repeat("1/", 499) + "2",
	} {
		if took := parsing(t, text); took > 100*sum {
			t.Errorf("%s…: %v, a sum %v", text[:20], took, sum)
		}
	}
}

// parsing is the processor time of [Parse], the least of three.
func parsing(t *testing.T, text string) time.Duration {
	t.Helper()
	least := time.Duration(1<<63 - 1)
	for range 3 {
		began := processor(t)
		_, _ = Parse(text) // refused or not
		least = min(least, processor(t)-began)
	}
	return least
}

// processor is the processor time of this process so far.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
