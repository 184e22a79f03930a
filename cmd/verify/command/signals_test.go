package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"assay/cmd/verify/report"
)

// moments names the environment variable with the number of random moments of
// [TestSignalAtAnyMoment], for a longer look.
const moments = "VERIFY_TEST_MOMENTS"

// largeReport is a report with the claims of another many times.
func largeReport(t *testing.T, copies int) string {
	t.Helper()
	var d report.Document
	if err := json.Unmarshal([]byte(contents(t, oldReport)), &d); err != nil {
		t.Fatal(err)
	}
	few := d.Claims
	d.Claims = nil
	for i := range copies {
		for _, c := range few {
			c.ID = fmt.Sprintf("%s-%d", c.ID, i)
			d.Claims = append(d.Claims, c)
		}
	}
	n, power := &d.Summary, &d.Power
	for _, count := range []*int{&n.Claims, &n.AsExpected, &n.Unexpected, &n.Undecided, &n.Open,
		&power.Rivals, &power.Refuted, &power.Plants, &power.PlantsRefuted} {
		*count *= copies
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "large.json")
	rewrite(t, path, string(text))
	return path
}

// TestSignalAtAnyMoment: whenever a signal comes, in measuring, judging, drawing or writing, the
// process ends soon with the exit code of the signal or, if it was through, its own; files are
// whole or not there, nothing lies beside them, and a report without all of it says so. A
// process that has not come to its first line dies of the signal itself.
func TestSignalAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	n := 3
	if s := os.Getenv(moments); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	large := largeReport(t, 500)
	codes := heeded()
	signals := slices.Sorted(maps.Keys(codes))
	for _, c := range []struct {
		name string
		args []string
	}{
		{"run", []string{"--tier", "quick", "--run", "^(pair/lambda1|figure/xd-1-left)", "--report=page.html", "--timings=took.json"}},
		{"run/json", []string{"--tier", "quick", "--run", "^neuron/", "--format", "json", "--report=page.html"}},
		{"diff", []string{"diff", large, large}},
		{"figure", []string{"figure", "figure/xd-1-left", "--tier", "quick", "--out", "a.svg"}},
		{"golden", []string{"golden", "--run", "^chain/"}},
		{"plants", []string{"plants", "--run", "^pair/"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			whole := time.Duration(0)
			for i := range n + 1 { // the first is not interrupted
				dir := t.TempDir()
				var stdout, stderr bytes.Buffer
				cmd := process(t, c.args...)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), asProcess+"="+genuineRun)
				cmd.Stdout, cmd.Stderr = &stdout, &stderr
				began := time.Now()
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				sig := signals[i%len(signals)]
				var told time.Time
				if i > 0 {
					time.Sleep(rand.N(whole))
					told = time.Now()
					_ = cmd.Process.Signal(sig) // it may have ended
				}
				_ = cmd.Wait() // the exit code says it
				took := time.Since(told)
				if i == 0 {
					whole = time.Since(began)
				}
				state := cmd.ProcessState.Sys().(syscall.WaitStatus)
				code, died := state.ExitStatus(), state.Signaled() && state.Signal() == sig
				through := slices.Contains([]int{exitExpected, exitUnexpected, exitIncomplete}, code)
				if !(through || i > 0 && (code == codes[sig] || died && stderr.Len() == 0)) {
					t.Errorf("%v at %v: %v, want exit code %d\n%.500s", sig, told.Sub(began), cmd.ProcessState, codes[sig], stderr.String())
				}
				if i > 0 {
					t.Logf("%v after %v of %v: %v, %v later", sig, told.Sub(began), whole, cmd.ProcessState, took)
				}
				if i > 0 && took > longest/2 { // an idle machine needs less than a second
					t.Errorf("%v at %v: ended %v later", sig, told.Sub(began), took)
				}
				for _, name := range names(t, dir) {
					text := contents(t, filepath.Join(dir, name))
					tail := map[string]string{"page.html": "</html>", "took.json": "}", "a.svg": "</svg>"}[name]
					if tail == "" || !strings.HasSuffix(strings.TrimSpace(text), tail) {
						t.Errorf("%v at %v: left %s, which ends in %.40q", sig, told.Sub(began), name, text[max(0, len(text)-40):])
					}
				}
				if strings.Contains(stderr.String(), "what follows is incomplete") && c.name != "run/json" && !strings.HasSuffix(stdout.String(), "incomplete\n") {
					t.Errorf("%v at %v: the output does not say that it is incomplete: %.200q", sig, told.Sub(began), stdout.String())
				}
			}
		})
	}
}
