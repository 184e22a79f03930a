package form

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// wide is a table with words, numbers, a toned column and a note.
var wide = Table{
	Title: "laws",
	Rows: [][]string{
		{"claim", "expected", "verdict", "cases", "known", "source"},
		{"pair/lambda1", "holds", "HOLDS", "200", "derived here", "derived, from (4) of Xu & Du 2023, and from the recitation notes, part II"},
		{"neuron/angle-lemma", "erratum", "REFUTED", "12345", "numerical", "Xu & Du 2023, Lemma 9"},
	},
	Right: []int{4}, Toned: 3, Tones: map[int]Tone{1: Good, 2: Bad},
	Notes: map[int][]string{2: {"at η = .1: L = 1, law says 2, off by 1, allowed .1 (rounding of the sum of all terms)"}},
}

// TestScreenFits: at any width that has room for the widest column, no line is wider, and no word of a
// cell is lost, those below its row among them; without a bound the table is that of a pipe.
func TestScreenFits(t *testing.T) {
	for width := 28; width <= 200; width++ {
		got := Screen{Width: width}.Table(wide)
		for line := range strings.Lines(got) {
			if n := Columns(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("at %d: a line of %d: %s", width, n, line)
			}
		}
		have := strings.Fields(got)
		for _, row := range wide.Rows[1:] {
			for _, cell := range row[:5] {
				for _, word := range strings.Fields(cell) {
					if !strings.Contains(strings.Join(have, " "), word) {
						t.Fatalf("at %d: %q is lost in\n%s", width, word, got)
					}
				}
			}
		}
		for _, word := range strings.Fields(wide.Rows[1][5] + " " + wide.Notes[2][0]) {
			if !strings.Contains(got, word) {
				t.Errorf("at %d: %q is lost in\n%s", width, word, got)
			}
		}
	}
	if got := (Screen{Width: 200}).Table(wide); got != wide.Text() {
		t.Errorf("with room for all it is\n%s\nand in a pipe\n%s", got, wide.Text())
	}
}

// TestScreenShapes: first a column of words becomes narrower, then it goes below, then the table is cut.
func TestScreenShapes(t *testing.T) {
	for width, want := range map[int]string{
		100: `laws
claim               expected  verdict  cases  known         source
pair/lambda1        holds     HOLDS      200  derived here  derived, from (4) of Xu & Du 2023, and
                                                            from the recitation notes, part II
neuron/angle-lemma  erratum   REFUTED  12345  numerical     Xu & Du 2023, Lemma 9
    at η = .1: L = 1, law says 2, off by 1, allowed .1 (rounding of the sum of all terms)
`,
		60: `laws
claim               expected  verdict  cases  known
pair/lambda1        holds     HOLDS      200  derived here
    derived, from (4) of Xu & Du 2023, and from the
      recitation notes, part II
neuron/angle-lemma  erratum   REFUTED  12345  numerical
    Xu & Du 2023, Lemma 9
    at η = .1: L = 1, law says 2, off by 1, allowed .1
      (rounding of the sum of all terms)
`,
	} {
		if got := (Screen{Width: width}).Table(wide); got != want {
			t.Errorf("at %d\n%s\nwant\n%s", width, got, want)
		}
	}
	numbers := Table{Title: "loss", Rows: [][]string{{"", "T = 10", "T = 100", "T = 1000"}, {"n = 1", "0.25", "0.003", "5e-23"}}, Right: []int{2, 3, 4}}
	want := "loss\n       T = 10  T = 100\nn = 1    0.25    0.003\n\nloss, continued\n       T = 1000\nn = 1     5e-23\n"
	if got := (Screen{Width: 24}).Table(numbers); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestPaint: colours are where the screen shows them, they change no column, and the words are there without.
func TestPaint(t *testing.T) {
	s := Screen{Width: 100, Colour: true}
	got := s.Table(wide)
	for _, part := range []string{"\x1b[32mHOLDS\x1b[0m", "\x1b[1;31mREFUTED\x1b[0m", "\x1b[1mclaim\x1b[0m"} {
		if !strings.Contains(got, part) {
			t.Errorf("lacks %q in %q", part, got)
		}
	}
	for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[32m", "\x1b[1;31m"} {
		got = strings.ReplaceAll(got, code, "")
	}
	if want := (Screen{Width: 100}).Table(wide); got != want {
		t.Errorf("without its colours it is\n%s\nwant\n%s", got, want)
	}
	if got := (Screen{}).Paint(Bad, "x") + s.Paint(Plain, "x") + s.Paint(Bad, ""); got != "xx" {
		t.Errorf("painted %q where nothing is", got)
	}
}

// TestScreenOf: a screen is known again through the writer that it is.
func TestScreenOf(t *testing.T) {
	var w io.Writer = Screen{Writer: io.Discard, Width: 7}
	if fmt.Fprint(w); ScreenOf(w).Width != 7 || ScreenOf(io.Discard).Width != 0 {
		t.Error("a screen or a pipe is taken for the other")
	}
	if lines := ScreenOf(w).Wrap("one two three four five", 0); len(lines) != 2 {
		t.Errorf("on a screen with hardly a column the lines are %q", lines)
	}
}
