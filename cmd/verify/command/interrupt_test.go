package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"assay/cmd/verify/diff"
	"assay/golden"
	"assay/props"
	"assay/props/suite"
	"assay/theory"
)

// patient is a run that decides the first claim and then waits to be interrupted.
func patient(decided func()) func(context.Context, props.Options) ([]props.Verdict, error) {
	return func(ctx context.Context, o props.Options) ([]props.Verdict, error) {
		claims := suite.All().Select(o.Run)
		o.Progress.Begin(len(claims), len(claims))
		verdicts := []props.Verdict{{Claim: claims[0], Outcome: expected(0, claims[0]), Cases: 7}}
		o.Progress.Decided(verdicts[0], 0)
		decided()
		<-ctx.Done()
		for _, c := range claims[1:] {
			verdicts = append(verdicts, props.Verdict{Claim: c, Outcome: props.Undecided, Why: "interrupted"})
		}
		return verdicts, ctx.Err()
	}
}

// TestInterrupted: what was decided is printed, reported and timed.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	p := genuine()
	p.stdout, p.stderr, p.run = &stdout, &stderr, patient(cancel)
	page := filepath.Join(t.TempDir(), "r.html")
	took := filepath.Join(t.TempDir(), "timings.json")
	if code := p.verify(ctx, []string{"--report=" + page, "--timings=" + took}); code != exitInterrupted {
		t.Errorf("exit code %d, want %d: %s", code, exitInterrupted, stderr.String())
	}
	row := strings.Split(stdout.String(), "\n")[1]
	if id := theory.Claims()[0].ID; !strings.HasPrefix(row, id) || !strings.Contains(row, "HOLDS") || !strings.Contains(row, " 7 ") {
		t.Errorf("the verdict on %s is lost: %s", id, row)
	}
	if !strings.HasSuffix(stdout.String(), "interrupted: this run is incomplete\n") {
		t.Error("stdout does not say that it is incomplete")
	}
	if html, err := os.ReadFile(page); err != nil || !bytes.Contains(html, []byte("Interrupted.")) || !bytes.Contains(html, []byte("</html>")) {
		t.Errorf("the report is not marked, or not whole: %v", err)
	}
	var timings diff.Timings
	if err := json.Unmarshal([]byte(contents(t, took)), &timings); err != nil || !timings.Interrupted || len(timings.Claims) != 1 {
		t.Errorf("timings %+v, %v; want the one claim decided, marked as interrupted", timings, err)
	}
}

// TestUnlessInterrupted: what does not heed its context holds nothing up; what ends in time
// says what it has.
func TestUnlessInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if got, err := unlessInterrupted(ctx, func(context.Context) (int, error) { return 7, nil }); got != 7 || err != nil {
		t.Errorf("%d, %v; want 7", got, err)
	}
	_, err := unlessInterrupted(ctx, func(context.Context) (int, error) { cancel(); select {} })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	_, err = unlessInterrupted(ctx, func(context.Context) (int, error) { t.Error("begun after the end"); return 0, nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

// runAsProcess is the command as a process: as main has it, with a patient run unless the run
// itself is wanted.
func runAsProcess() {
	if os.Getenv(asProcess) == genuineRun {
		Main(suite.All(), Golden(golden.Pins, golden.Accuracy), Kernels(suite.Kernel(), suite.FastestKernel()))
	}
	signal.Ignore(syscall.SIGPIPE)
	ctx := heedSignals()
	p := genuine()
	p.stdout, p.stderr, p.run = os.Stdout, os.Stderr, patient(func() {})
	os.Exit(p.verify(ctx, os.Args[1:]))
}

// genuineRun is the value of [asProcess] for the command as it is.
const genuineRun = "genuine"

func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), asProcess+"=1")
	return cmd
}

// heeded is the exit code of each signal that processes of the test heed: under nohup hang-ups are
// ignored, as they should be.
func heeded() map[syscall.Signal]int {
	codes := map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129}
	maps.DeleteFunc(codes, func(s syscall.Signal, _ int) bool { return signal.Ignored(s) })
	return codes
}

// TestSignals sends the signals to a real process once it has begun.
func TestSignals(t *testing.T) {
	for sig, want := range heeded() {
		cmd := process(t)
		var stdout bytes.Buffer
		cmd.Stdout = &stdout
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := stderr.Read(make([]byte, 1)); err != nil { // the first line of progress
			t.Fatal(err)
		}
		for range 2 { // as timeout(1) does: a signal and its echo are one
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
		}
		var rest bytes.Buffer
		if _, err := rest.ReadFrom(stderr); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // the exit code says it
		if code := cmd.ProcessState.ExitCode(); code != want || !strings.Contains(stdout.String(), "incomplete") {
			t.Errorf("%v: exit code %d, want %d; stdout %.200q, stderr %q", sig, code, want, stdout.String(), rest.String())
		}
	}
}

// TestProcessStdout: a full device is an error and a closed pipe is quiet, also
// for a real process, where a signal could end it first.
func TestProcessStdout(t *testing.T) {
	if full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0); err == nil {
		defer full.Close()
		var stderr bytes.Buffer
		cmd := process(t, "list")
		cmd.Stdout, cmd.Stderr = full, &stderr
		_ = cmd.Run() // the exit code says it
		if code := cmd.ProcessState.ExitCode(); code != exitUsage || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("/dev/full: exit code %d, want %d; stderr %q", code, exitUsage, stderr.String())
		}
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	var stderr bytes.Buffer
	cmd := process(t, "list")
	cmd.Stdout, cmd.Stderr = w, &stderr
	_ = cmd.Run() // as above
	w.Close()
	if code := cmd.ProcessState.ExitCode(); code != exitExpected || stderr.Len() > 0 {
		t.Errorf("closed pipe: exit code %d, want %d; stderr %q", code, exitExpected, stderr.String())
	}
}
