package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"assay/cmd/verify/diff"
	"assay/cmd/verify/form"
	"assay/cmd/verify/report"
	"assay/golden"
	"assay/props"
)

// The exit codes.
const (
	exitExpected    = 0   // every claim has the verdict expected of it
	exitUnexpected  = 1   // a verdict differs from the expectation
	exitUsage       = 2   // wrong usage, bad input, or output that cannot be written
	exitIncomplete  = 3   // something is undecided or open
	exitInterrupted = 130 // by SIGINT; 143 by SIGTERM, 129 by SIGHUP
)

// Option is something that a program has beside a suite.
type Option func(*program)

// Golden lets the command replay pins and count the correct digits of certified quantities.
// A program without it has no command golden.
func Golden(pins func() []golden.Pin, accuracy func(context.Context) ([]golden.AccuracyRow, error)) Option {
	return func(p *program) { p.pins, p.accuracy = pins, accuracy }
}

// Kernels names the kernel of the simulations that the checks run, which the reports state,
// and the fastest one of this build on this processor.
func Kernels(checks, fastest string) Option {
	return func(p *program) { p.kernel, p.fastest = checks, fastest }
}

// Main is the command of a suite as a whole program: it takes the arguments of the process,
// heeds its signals and ends it with the exit code.
func Main(s props.Suite, options ...Option) {
	// A reader that has seen enough closes the pipe; that is its right, and no
	// reason to die before the report is written.
	signal.Ignore(brokenPipe)
	ctx := heedSignals()
	p := newProgram(s, options...)
	p.name = form.Line(strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"))
	_, source, _, _ := runtime.Caller(1)
	here, _ := os.Getwd() // without it no folder is a root
	p.self = started(os.Args[0], here, source)
	p.environment = os.Getenv
	p.stdout, p.watched = os.Stdout, term.IsTerminal(int(os.Stdout.Fd()))
	p.stderr, p.terminal = os.Stderr, term.IsTerminal(int(os.Stderr.Fd()))
	if p.watched {
		p.width = func() int {
			width, _, _ := term.GetSize(int(os.Stdout.Fd())) // 0 where it does not say: no bound
			return width
		}
		p.colour = coloured(p.environment)
	}
	os.Exit(p.verify(ctx, os.Args[1:]))
}

// Streams are the standard streams of a command.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// Run is the command as a call: it takes the arguments and returns the exit code, heeds ctx in place of signals, and no
// stream is a terminal.
func Run(ctx context.Context, s props.Suite, args []string, streams Streams, options ...Option) int {
	p := newProgram(s, options...)
	p.self = p.name
	p.stdin, p.stdout, p.stderr = streams.In, streams.Out, streams.Err
	return p.verify(ctx, args)
}

// program is the command and what it stands on; tests put other things there.
type program struct {
	name           string    // of the command, before its errors
	self           string    // what starts it again
	stdin          io.Reader // of tools
	stdout, stderr io.Writer
	terminal       bool // stderr is one
	watched        bool // stdout is one
	width          func() int
	colour         bool // stdout shows colours
	quiet          bool // of what is under way nothing is said
	environment    func(string) string
	run            func(context.Context, props.Options) ([]props.Verdict, error)
	suite          props.Suite
	kernel         string // of the checks, and the fastest of the build; empty if there is one only
	fastest        string
	pins           func() []golden.Pin
	accuracy       func(context.Context) ([]golden.AccuracyRow, error)
	costs          []diff.Timing // of an earlier run
	tools          []Tool
	now            func() time.Time
	drawings       func(context.Context, *report.Run) (map[string]report.Drawing, error)

	out  bytes.Buffer // what will be on stdout
	code int          // the exit code unless there is an error
}

func newProgram(s props.Suite, options ...Option) *program {
	p := &program{name: "verify", suite: s, stdin: os.Stdin, run: s.Run, now: time.Now, drawings: drawings, environment: func(string) string { return "" }, width: func() int { return 0 }}
	for _, o := range options {
		o(p)
	}
	return p
}

// verify runs the command and returns its exit code. Standard output is written
// in one piece at the end; an error is one line on standard error.
func (p *program) verify(ctx context.Context, args []string) int {
	cmd := p.command()
	cmd.SetArgs(append([]string{}, args...)) // nil would be the arguments of the process
	err := cmd.ExecuteContext(ctx)
	err = errors.Join(err, p.flush(ctx))
	if err != nil {
		fmt.Fprintln(p.stderr, p.name+": "+form.Line(err.Error()))
		p.code = exitUsage
	}
	if ctx.Err() != nil {
		return interruptionOf(ctx).code()
	}
	return p.code
}

// flush writes the output. A closed pipe is no error: its reader has left. One that takes
// nothing does not hold up an interrupted process.
func (p *program) flush(ctx context.Context) error {
	written := make(chan error, 1)
	go func() {
		_, err := p.stdout.Write(p.out.Bytes())
		written <- err
	}()
	var err error
	select {
	case err = <-written:
	case <-ctx.Done():
		select {
		case err = <-written:
		case <-time.After(patience):
			err = errors.New("interrupted, and its reader takes nothing")
		}
	}
	if err == nil || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return nil
	}
	return fmt.Errorf("cannot write to standard output: %w", reason(err))
}

// reason is the cause of a file error without the name of the file.
func reason(err error) error {
	var path *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
