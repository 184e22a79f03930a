package golden

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// twoColumns is a small pin of f(0), …, f(3).
func twoColumns(f func(t float64) float64) Pin {
	return Pin{
		Name: "test/small", What: "four values", Why: "a test", Kernel: "none",
		Columns: []Column{step(), rounded("value", 4, 16, 1)},
		replay: func() ([][]float64, error) {
			return table(4, func(t float64) []float64 { return []float64{f(t)} }), nil
		},
	}
}

func third(t float64) float64 { return (t + 1) / 3 }

func smallFile(t *testing.T, p Pin) fstest.MapFS {
	t.Helper()
	table, err := p.Replay(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{p.File(): {Data: []byte(p.format(table))}}
}

// The list and the directory must agree, both ways.
func TestValidate(t *testing.T) {
	if err := Validate(); err != nil {
		t.Error(err)
	}
	good := twoColumns(third)
	file := smallFile(t, good)
	if err := validate([]Pin{good}, file); err != nil {
		t.Fatalf("a good pin is refused: %v", err)
	}
	for _, c := range []struct {
		name  string
		spoil func(p *Pin, files fstest.MapFS)
		want  string
	}{
		{"no reason", func(p *Pin, _ fstest.MapFS) { p.Why = " " }, "no reason"},
		{"a name that is no path", func(p *Pin, files fstest.MapFS) {
			files["a+b.txt"] = files[p.File()]
			delete(files, p.File())
			p.Name = "a+b"
		}, "a name topic/case"},
		{"no kernel", func(p *Pin, _ fstest.MapFS) { p.Kernel = "" }, "a kernel"},
		{"no run", func(p *Pin, _ fstest.MapFS) { p.replay = nil }, "a run"},
		{"a name of two words", func(p *Pin, _ fstest.MapFS) { p.Columns[1].Name = "two words" }, "one word"},
		{"a tolerance that hides everything", func(p *Pin, _ fstest.MapFS) { p.Columns[1].Relative = 0.1 }, "tolerance"},
		{"a tolerance that is no number", func(p *Pin, _ fstest.MapFS) { p.Columns[1].Relative = math.NaN() }, "tolerance"},
		{"a tolerance without a reason", func(p *Pin, _ fstest.MapFS) { p.Columns[1].Reason = "" }, "reason for it"},
		{"no file", func(p *Pin, files fstest.MapFS) { delete(files, p.File()) }, "has no file"},
		{"an orphan", func(_ *Pin, files fstest.MapFS) { files["old.txt"] = &fstest.MapFile{} }, "no pin names the file pins/old.txt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := twoColumns(third)
			files := smallFile(t, p)
			c.spoil(&p, files)
			if err := validate([]Pin{p}, files); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
	if err := validate([]Pin{good, good}, file); err == nil || !strings.Contains(err.Error(), "two pins") {
		t.Errorf("a name used twice: error %v", err)
	}
}

// A corrupted file gives one error, with the line.
func TestCorruptedFile(t *testing.T) {
	p := twoColumns(third)
	data := string(smallFile(t, p)[p.File()].Data)
	lines := strings.Count(p.header(), "\n") // the names are on line lines+1
	for _, c := range []struct{ name, old, new, want string }{
		{"a letter in a number", "0.3333333333333333", "0.33333x3333333333", "small.txt:" + decimal(float64(lines+2)) + `: value is "0.33333x3333333333"`},
		{"a value too many", "0 0.3", "0 0 0.3", "3 values, want 2"},
		{"a value cut off", "3 1.3333333333333333", "3", "1 values, want 2"},
		{"another column", "step value", "step values", `want ["step" "value"]`},
		{"nothing left", data, "# Pin: test/small\n", "no rows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoilt := strings.Replace(data, c.old, c.new, 1)
			if spoilt == data {
				t.Fatalf("%q does not occur in the file", c.old)
			}
			_, err := p.pinned(fstest.MapFS{p.File(): {Data: []byte(spoilt)}})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one line with %q", err, c.want)
			}
		})
	}
}

// A checkout may end its lines in CR LF: the file is the same, and its header too.
func TestLineEndings(t *testing.T) {
	p := twoColumns(third)
	unix := smallFile(t, p)
	text := strings.ReplaceAll(string(unix[p.File()].Data), "\n", "\r\n")
	want, err := p.pinned(unix)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.pinned(fstest.MapFS{p.File(): {Data: []byte(text)}})
	if err != nil || p.firstDeparture(got, want, true) != nil {
		t.Errorf("read as %v, %v, want %v", got, err, want)
	}
	if !p.heads([]byte(text)) || p.heads([]byte(strings.Replace(text, "a test", "another", 1))) {
		t.Error("the header is lost, or found where it is another")
	}
}

// What is written reads back to the bit, whatever the size.
func TestDecimal(t *testing.T) {
	for _, x := range []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1e-300, 5e-324, 1<<32 - 1, 1<<53 - 1, 1 << 53,
		1e22, math.MaxFloat64, math.Pi, math.Inf(1), math.Inf(-1), math.NaN()} {
		got, err := parse("x", "a\n"+decimal(x))
		if err != nil {
			t.Fatal(err)
		}
		if y := got.Rows[0][0]; math.Float64bits(x) != math.Float64bits(y) && !(x != x && y != y) {
			t.Errorf("%v was written as %s and read as %v", x, decimal(x), y)
		}
	}
	if got := decimal(1<<32 - 1); got != "4294967295" {
		t.Errorf("a whole number is written as %s", got)
	}
}

// The first departure has the row, the column and the digits; what comes after is not
// reported.
func TestFirstDeparture(t *testing.T) {
	p := twoColumns(third)
	want, err := p.Replay(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	run := func(f func(float64) float64) *Departure {
		got, err := twoColumns(f).Replay(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return p.firstDeparture(got, want, false)
	}
	if d := run(func(t float64) float64 { return third(t) * (1 + 0x1p-52) }); d != nil {
		t.Errorf("a unit in the last place departs: %v", d)
	}
	d := run(func(t float64) float64 { return third(t) * (1 + 1e-6*max(0, t-1)) })
	if d == nil || d.Row != 2 || d.Time != "step 2" || d.Column != "value" || math.Abs(d.Digits-6) > 1e-3 {
		t.Errorf("departure %v, want one at row 2, step 2, with 6 digits", d)
	}
	for _, c := range []struct{ x, y float64 }{{math.NaN(), 1}, {1, math.NaN()}, {math.Inf(1), 1}, {1e-300, 0}} {
		if p.firstDeparture(Table{Rows: [][]float64{{0, c.x}}}, Table{Rows: [][]float64{{0, c.y}}}, false) == nil {
			t.Errorf("%v passes for %v", c.x, c.y)
		}
	}
	if d := p.firstDeparture(Table{Rows: want.Rows[:3]}, want, false); d == nil || d.Column != "rows" {
		t.Errorf("a missing row gives %v", d)
	}
	longer := Table{Columns: want.Columns, Rows: append(slices.Clone(want.Rows), want.Rows[len(want.Rows)-1])}
	if d := p.firstDeparture(longer, want, false); d == nil || d.Column != "rows" || d.Got != d.Want+1 {
		t.Errorf("a row that is not in the pin gives %v", d)
	}
}

// By bits a unit in the last place departs, and the sign of 0; NaN is NaN.
func TestBits(t *testing.T) {
	p := twoColumns(third)
	for _, c := range []struct {
		x, y    float64
		departs bool
	}{
		{1.0 / 3, 1.0 / 3, false}, {math.NaN(), math.NaN(), false}, {math.Inf(1), math.Inf(1), false},
		{1, math.Nextafter(1, 2), true}, {0, math.Copysign(0, -1), true}, {math.NaN(), 1, true}, {1, math.NaN(), true},
	} {
		d := p.firstDeparture(Table{Rows: [][]float64{{0, c.x}}}, Table{Rows: [][]float64{{0, c.y}}}, true)
		if d != nil != c.departs {
			t.Errorf("%v and %v: %v", c.x, c.y, d)
		}
		if d != nil && (d.Allowed != 0 || !strings.Contains(d.Reason, "bits are promised")) {
			t.Errorf("%v does not say that bits are promised", d)
		}
	}
	if p.Columns[1].Relative == 0 {
		t.Error("the tolerances of the pin itself were taken away")
	}
}

// The chain, its fast form and the streams under both promise bits: a reorder of two operands
// that leaves every digit of a column within its tolerance must move a pin where bits hold.
func TestBitsArePromised(t *testing.T) {
	for _, p := range Pins() {
		topic, _, _ := strings.Cut(p.Name, "/")
		if want := topic == "random" || topic == "chain" || topic == "kernel"; p.Bits != want {
			t.Errorf("pin %s promises bits: %t, want %t", p.Name, p.Bits, want)
		}
	}
	z := zoo()[0]
	p := pinNamed(t, "chain/"+z.name)
	model, err := z.make()
	if err != nil {
		t.Fatal(err)
	}
	ulp := alternating()
	rows, err := chainRun(altered{Model: model, pull: func(a, b float64) (float64, float64) { return ulp(a), ulp(b) }}, chainStart, z.rate, chainSeed)
	if err != nil {
		t.Fatal(err)
	}
	want, err := p.pinned(files())
	if err != nil {
		t.Fatal(err)
	}
	if p.firstDeparture(Table{p.columnNames(), rows}, want, true) == nil {
		t.Error("a unit in the last place passes for the same bits")
	}
}

// An error of the run, a context that has ended and a row of the wrong width are errors.
func TestReplayErrors(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := twoColumns(third).Replay(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
	p := twoColumns(third)
	p.replay = func() ([][]float64, error) { return [][]float64{{1, 2, 3}}, nil }
	if _, err := p.Replay(context.Background()); err == nil {
		t.Error("a row of three values passes for two columns")
	}
	p.replay = func() ([][]float64, error) { return nil, fs.ErrInvalid }
	if _, err := p.Replay(context.Background()); !errors.Is(err, fs.ErrInvalid) || !strings.Contains(err.Error(), p.Name) {
		t.Errorf("the error of a run: %v", err)
	}
}

// Remaking writes what moved, names it, leaves the rest alone and keeps the values when
// only the header is new.
func TestRemake(t *testing.T) {
	if err := mayUpdate("true"); err == nil || !strings.Contains(err.Error(), "CI=true") {
		t.Errorf("in CI: error %v, want a refusal", err)
	}
	if err := mayUpdate(""); err != nil {
		t.Errorf("outside CI: %v", err)
	}
	dir := t.TempDir()
	remake := func(p Pin, want string) {
		t.Helper()
		moved, err := p.remake(context.Background(), dir)
		if err != nil || !strings.Contains(moved, want) || (want == "") != (moved == "") {
			t.Errorf("remade with %q, %v; want %q", moved, err, want)
		}
		if _, err := p.pinned(os.DirFS(dir)); err != nil {
			t.Error(err)
		}
	}
	p := twoColumns(third)
	remake(p, "is new")
	remake(p, "")
	p.Why = "another reason"
	remake(p, "header")
	p = twoColumns(func(t float64) float64 { return third(t) + 1 })
	remake(p, "moved: test/small departs at step 0")
	if err := os.WriteFile(filepath.Join(dir, p.File()), []byte("step value\n0 x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	remake(p, `:2: value is "x"`)
	entries, err := os.ReadDir(filepath.Join(dir, "test"))
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files in the directory, want the pin alone (%v)", len(entries), err)
	}
}
