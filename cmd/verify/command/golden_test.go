package command

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"assay/golden"
)

// pinned is a command that replays two pins, of which the second, if it is to
// depart, is set beside the file of another.
func pinned(t *testing.T, depart bool) *program {
	t.Helper()
	byName := map[string]golden.Pin{}
	for _, p := range golden.Pins() {
		byName[p.Name] = p
	}
	first, second := byName["chain/square"], byName["chain/abs"]
	if first.Name == "" || second.Name == "" {
		t.Fatal("no pins chain/square and chain/abs")
	}
	if depart {
		second.Name = "chain/cube"
	}
	p := genuine()
	p.pins = func() []golden.Pin { return []golden.Pin{first, second} }
	return p
}

func TestGolden(t *testing.T) {
	got := call(t, pinned(t, false), "golden")
	if got.stdout != "2 pins: 2 as pinned, 0 departed\n" {
		t.Errorf("nothing departed, which is one line; got\n%s", got.stdout)
	}
	got = call(t, pinned(t, false), "golden", "--verbose")
	if strings.Count(got.stdout, "as pinned\n") != 2 || got.code != exitExpected || !strings.Contains(got.stdout, "2 pins: 2 as pinned, 0 departed") || got.stderr != "verify: replaying 2 pins\n" {
		t.Errorf("%+v", got)
	}
	if got := call(t, pinned(t, true), "golden", "--run", "square"); got.code != exitExpected || !strings.Contains(got.stdout, "1 pin: 1 as pinned") {
		t.Errorf("a pin that was not chosen counts: %+v", got)
	}
}

// TestGoldenDeparts: a pin that moved is named with the first value that did, in
// every form, and makes the exit code 1.
func TestGoldenDeparts(t *testing.T) {
	for _, format := range []string{"text", "markdown"} {
		got := call(t, pinned(t, true), "golden", "--format", format)
		for _, part := range []string{"chain/cube", "DEPARTS", "departs at step 1: overlap = ", "digits in common", "relative", "1 as pinned, 1 departed"} {
			if !strings.Contains(got.stdout, part) {
				t.Errorf("%s lacks %q\n%s", format, part, got.stdout)
			}
		}
		if strings.Contains(got.stdout, "chain/square") {
			t.Errorf("%s shows a pin that did not depart\n%s", format, got.stdout)
		}
		if got.code != exitUnexpected {
			t.Errorf("%s: exit code %d, want %d", format, got.code, exitUnexpected)
		}
	}
	got := call(t, pinned(t, true), "golden", "--format", "json")
	var d struct {
		Departed int
		Pins     []struct {
			Name, Why string
			Seed      *uint64
			Departure *struct {
				Time, Column                 string
				Got, Pinned, Digits, Allowed float64
			}
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &d); err != nil || got.code != exitUnexpected {
		t.Fatalf("exit code %d, %v", got.code, err)
	}
	if d.Departed != 1 || len(d.Pins) != 2 || d.Pins[0].Departure != nil || d.Pins[0].Seed == nil || d.Pins[0].Why == "" {
		t.Fatalf("%+v", d)
	}
	if m := d.Pins[1].Departure; m == nil || m.Column != "overlap" || m.Got == m.Pinned || !(m.Digits < 10) || !(m.Allowed >= 0) {
		t.Errorf("%+v", m)
	}
}

// TestGoldenInterrupted: what was replayed is printed and marked.
func TestGoldenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := pinned(t, false)
	pins := p.pins
	p.pins = func() []golden.Pin { cancel(); return pins() }
	var stdout, stderr strings.Builder
	p.stdout, p.stderr = &stdout, &stderr
	if code := p.verify(ctx, []string{"golden"}); code != exitInterrupted || !strings.HasSuffix(stdout.String(), "incomplete\n") {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitInterrupted, stdout.String(), stderr.String())
	}
}

// TestCertified: the table is printed worst first, and a floor that is missed
// makes the exit code 1.
func TestCertified(t *testing.T) {
	rows := []golden.AccuracyRow{
		{Quantity: "law", Computation: "theory.Law", Values: 2, Digits: 8.96, Floor: 7, Case: "m = 1", Got: 0.5, Want: "0.5", Reason: "cancellation"},
		{Quantity: "loss", Computation: "sim.Loss", Values: 3, Digits: 14.25, Floor: 12, Case: "n = 2", Got: 1, Want: "1", Reason: "rounding"},
	}
	with := func(err error) *program {
		p := genuine()
		p.accuracy = func(context.Context) ([]golden.AccuracyRow, error) { return rows, err }
		return p
	}
	got := call(t, with(nil), "golden", "--certified")
	want := `digits  floor  values  quantity  computation  worst at
   9.0      7       2  law       theory.Law   m = 1
    cancellation
  14.2     12       3  loss      sim.Loss     n = 2

2 computations: 2 at least at the floor, 0 below
`
	if got.code != exitExpected || got.stdout != want {
		t.Errorf("exit code %d, got\n%s\nwant\n%s", got.code, got.stdout, want)
	}
	rows[1].Digits = 11.9
	missed := call(t, with(nil), "golden", "--certified")
	if missed.code != exitUnexpected || !strings.Contains(missed.stdout, "BELOW ITS FLOOR: computed 1, certified 1") {
		t.Errorf("%+v", missed)
	}
	if got := call(t, with(nil), "golden", "--certified", "--run", "theory", "--format", "json"); got.code != exitExpected || !json.Valid([]byte(got.stdout)) ||
		strings.Contains(got.stdout, "sim.Loss") {
		t.Errorf("%+v", got)
	}
	if got := call(t, with(nil), "golden", "--certified", "--run", "absent"); got.code != exitUsage || !strings.Contains(got.stderr, "no certified quantity") {
		t.Errorf("%+v", got)
	}
	if got := call(t, with(errors.New("spoilt\nfile")), "golden", "--certified"); got.code != exitUsage || got.stderr != "verify: computing the certified quantities\nverify: spoilt file\n" {
		t.Errorf("%+v", got)
	}
}
