package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Times of a process that was told to end.
const (
	patience = 300 * time.Millisecond // for whoever reads its output
	echo     = 200 * time.Millisecond // after a signal the same one once more is no second one
	longest  = 10 * time.Second       // for all of it: what still hangs then, as on a dead disk, is given up
)

// Two signals by their numbers, which are the same wherever they are and nobody sends under js.
const (
	hangUp     = syscall.Signal(1)
	brokenPipe = syscall.Signal(13)
)

// interruption is the signal that told the process to end, as the cause of its context's end.
type interruption struct{ signal syscall.Signal }

func (i interruption) Error() string { return i.signal.String() }

// code is the exit code of a process that a signal has ended, as shells count it.
func (i interruption) code() int { return 128 + int(i.signal) }

// interruptionOf is what ended the context; an end without a signal counts as an interrupt.
func interruptionOf(ctx context.Context) (i interruption) {
	if !errors.As(context.Cause(ctx), &i) {
		i.signal = syscall.SIGINT
	}
	return i
}

// heedSignals is a context that the first interrupt, terminate or hang-up ends. A second one ends the
// process at once; timeout(1) sends each twice, which is one. What is ignored from the start, as
// hang-ups under nohup and interrupts in the background of a script, stays ignored.
func heedSignals() context.Context {
	ctx, end := context.WithCancelCause(context.Background())
	told := make(chan os.Signal, 4)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, hangUp} {
		if !signal.Ignored(s) {
			signal.Notify(told, s)
		}
	}
	go func() {
		first := interruption{(<-told).(syscall.Signal)}
		began := time.Now()
		end(first)
		last, over := first, time.After(longest)
		for waits := true; waits; {
			select {
			case s := <-told:
				last = interruption{s.(syscall.Signal)}
				waits = last == first && time.Since(began) < echo
			case <-over:
				waits = false
			}
		}
		begun.removeAll()
		os.Exit(last.code())
	}()
	return ctx
}

// interrupted says on standard error that the command was, and what became of its work.
func (p *program) interrupted(outcome string) {
	fmt.Fprintf(p.stderr, "%s: interrupted; %s\n", p.name, outcome)
}

// unlessInterrupted is what f returns, or the context's error as soon as it ends: an f that does
// not heed it is left behind.
func unlessInterrupted[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	if ctx.Err() == nil {
		go func() {
			value, err := f(ctx)
			done <- result{value, err}
		}()
	}
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
