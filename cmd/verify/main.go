package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"assay/cmd/verify/report"
	"assay/golden"
	"assay/props"
	"assay/props/suite"
)

// The exit codes.
const (
	exitExpected    = 0   // every claim has the verdict expected of it
	exitUnexpected  = 1   // a verdict differs from the expectation
	exitUsage       = 2   // wrong usage, bad input, or output that cannot be written
	exitIncomplete  = 3   // something is undecided or open
	exitInterrupted = 130 // SIGINT or SIGTERM
)

func main() {
	// A reader that has seen enough closes the pipe; that is its right, and no
	// reason to die before the report is written.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	p := &program{
		stdout: os.Stdout, stderr: os.Stderr, terminal: term.IsTerminal(int(os.Stderr.Fd())),
		suite: suite.All(), run: suite.All().Run, pins: golden.Pins, accuracy: golden.Accuracy, drawings: drawings,
		grace: 3 * time.Second,
	}
	os.Exit(p.verify(ctx, os.Args[1:]))
}

// program is the command and what it stands on; tests put other things there.
type program struct {
	stdout, stderr io.Writer
	terminal       bool // stderr is one
	run            func(context.Context, props.Options) ([]props.Verdict, error)
	suite          props.Suite
	pins           func() []golden.Pin
	accuracy       func(context.Context) ([]golden.AccuracyRow, error)
	drawings       func(context.Context, *report.Run) (map[string]template.HTML, error)
	grace          time.Duration // how long an interrupted run may take to return

	out  bytes.Buffer // what will be on stdout
	code int          // the exit code unless there is an error
}

// verify runs the command and returns its exit code. Standard output is written
// in one piece at the end; an error is one line on standard error.
func (p *program) verify(ctx context.Context, args []string) int {
	cmd := p.command()
	cmd.SetArgs(append([]string{}, args...)) // nil would be the arguments of the process
	err := cmd.ExecuteContext(ctx)
	err = errors.Join(err, p.flush())
	if err != nil {
		fmt.Fprintln(p.stderr, "verify: "+strings.Join(strings.Fields(err.Error()), " "))
		return exitUsage
	}
	return p.code
}

// flush writes the output. A closed pipe is no error: its reader has left.
func (p *program) flush() error {
	_, err := p.stdout.Write(p.out.Bytes())
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
