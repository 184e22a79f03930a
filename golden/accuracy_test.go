package golden

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"math/big"
	"path"
	"strings"
	"testing"
)

// TestAccuracy is the floor of every certified quantity. It logs the table, worst first.
func TestAccuracy(t *testing.T) {
	rows, err := Accuracy(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		t.Logf("%5.1f of ≥ %2.0f digits  %4d values  %-50s %-35s worst: %s, got %v, want %s",
			row.Digits, row.Floor, row.Values, row.Quantity, row.Computation, row.Case, row.Got, row.Want)
		if row.Values == 0 {
			t.Errorf("%s of %s: no values compared", row.Quantity, row.Computation)
		}
		if row.Digits < row.Floor {
			t.Errorf("%s of %s has %.1f digits at %s: got %v, certified %s; want %v digits (%s)",
				row.Quantity, row.Computation, row.Digits, row.Case, row.Got, row.Want, row.Floor, row.Reason)
		}
		if row.Reason == "" || row.Floor <= 0 {
			t.Errorf("%s of %s: floor %v with the reason %q, want both", row.Quantity, row.Computation, row.Floor, row.Reason)
		}
		if i > 0 && row.Digits < rows[i-1].Digits {
			t.Errorf("row %d has fewer digits than the one before it", i)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Accuracy(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
}

// Every certified file is compared with here or is known to be elsewhere.
func TestCertifiedFilesAreUsed(t *testing.T) {
	used := map[string]bool{}
	for _, q := range quantities() {
		used[q.file] = true
	}
	for name := range elsewhere {
		used[name] = true
	}
	entries, err := fs.ReadDir(certifiedFiles, "certified")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), path.Ext(entry.Name()))
		if !used[name] {
			t.Errorf("nothing is compared with certified/%s", entry.Name())
		}
		if _, err := certified(name); err != nil {
			t.Error(err)
		}
	}
	if _, err := certified("absent"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A law that is off by 1e-10 falls below every floor of 12 digits: the floors bite.
func TestFloorsBite(t *testing.T) {
	records, err := certified("start")
	if err != nil {
		t.Fatal(err)
	}
	q := quantity{name: "altered", computation: "none", file: "start", compare: func(r *record, c *comparison) {
		x, _ := r.value("cdf").Float64()
		c.number(r.place, x*(1+1e-10), r.value("cdf"), nil)
	}}
	row, err := q.measure(records)
	if err != nil || math.Abs(row.Digits-10) > 0.01 {
		t.Errorf("%v digits, %v; want 10", row.Digits, err)
	}
}

// Correct digits of numbers whose error is known.
func TestCorrectDigits(t *testing.T) {
	third, _, err := big.ParseFloat("0.3333333333333333333333333333333333", 10, precision, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		got  float64
		want *big.Float
		lre  float64
		why  string
	}{
		{1, big.NewFloat(1), 16, "equal"},
		{1.0 / 3, third, 16, "the float64 nearest to ⅓ is off by 2⁻⁵⁴/⅓, 16.3 digits, which count as 16"},
		{1 + 1e-5, big.NewFloat(1), 5, "five digits"},
		{2e-300, big.NewFloat(1e-300), 0, "off by all of it"},
		{1.001e-300, big.NewFloat(1e-300), 3, "the square of the error is below the smallest float64"},
		{1e-9, big.NewFloat(0), 9, "absolute at 0"},
		{5, big.NewFloat(1), 0, "never negative"},
		{math.NaN(), big.NewFloat(1), 0, "not a number"},
		{math.Inf(1), big.NewFloat(1), 0, "infinite"},
	} {
		if got := correctDigits(c.got, c.want); math.Abs(got-c.lre) > 1e-4 {
			t.Errorf("%v against %v: %v digits, want %v (%s)", c.got, c.want, got, c.lre, c.why)
		}
	}
}

// A spoilt certified file gives one error with its line.
func TestSpoiltRecords(t *testing.T) {
	for _, c := range []struct {
		text, want string
		read       func(r *record)
	}{
		{"# none\n", "no records", nil},
		{"a=1\nb\n", `x:2: field "b"`, nil},
		{"# one\na=1\n", "x:2: no field b", func(r *record) { r.value("b") }},
		{"a=1x\n", `x:1: a is "1x", want a number`, func(r *record) { r.input("a") }},
		{"a=1.5\n", "want a whole number", func(r *record) { r.count("a") }},
		{"a=1,2;3,y\n", `a has "y"`, func(r *record) { r.inputs("a") }},
		{"a=1,2;3,y\n", `a has "y"`, func(r *record) { r.values("a") }},
		{"model=x m=1\n", `model "x" is not known`, func(r *record) { lossQuantities()[0].compare(r, &comparison{}) }},
	} {
		records, err := parseRecords("x", c.text)
		if err == nil && c.read != nil {
			c.read(records[0])
			err = records[0].err
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want one line with %q", c.text, err, c.want)
		}
	}
}
