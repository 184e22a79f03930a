package form

import (
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Screen is a writer and what it can show. The zero one is a pipe or a file: tables have their full
// width there, and nothing has a colour.
type Screen struct {
	io.Writer
	Width  int  // columns; 0 for no bound
	Colour bool // whether it shows colours
}

// ScreenOf is what is known of a writer: itself if it is a screen, else a pipe.
func ScreenOf(w io.Writer) Screen {
	if s, ok := w.(Screen); ok {
		return s
	}
	return Screen{Writer: w}
}

// Tone is what a colour says.
type Tone int

// The tones. A reader who sees no colours misses none of the words.
const (
	Plain    Tone = iota
	Good          // as it should be
	Bad           // not as it should be
	Doubtful      // undecided, or not attempted
	Heading
)

var tones = map[Tone]text.Colors{Good: {text.FgGreen}, Bad: {text.Bold, text.FgRed}, Doubtful: {text.FgYellow}, Heading: {text.Bold}}

// Paint is words in a tone, if the screen shows colours.
func (s Screen) Paint(t Tone, words string) string {
	if !s.Colour || t == Plain || words == "" {
		return words
	}
	return text.Escape(words, tones[t].EscapeSeq())
}

// Wrap is words in lines that fit the screen behind an indent, or one line if it has no bound.
func (s Screen) Wrap(words string, indent int) []string {
	if s.Width == 0 {
		return []string{words}
	}
	return Wrap(words, max(s.Width-indent, narrowest))
}

// narrowest is the least width that text is wrapped to: on a screen without room for it lines are
// broken by the terminal.
const narrowest = 16

// Wrap is words in lines of at most so many columns, broken at spaces where there are any.
func Wrap(words string, width int) []string {
	lines := strings.Split(text.WrapSoft(words, width), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// Columns is the width of s on a terminal.
func Columns(s string) int { return text.StringWidthWithoutEscSequences(s) }

// roomy is the width that a column of words keeps before it goes below its row.
const roomy = 30

// gap is the columns between two columns of a table.
const gap = 2

// fit is the table as tables that fit the width. Columns of words, which are those that are not
// set flush right, the first apart, become narrower; when that is not enough the last of them goes
// below its row, and what is still too wide is cut between its columns, each part with the first.
func (t Table) fit(width int) []Table {
	t.under = map[int]string{}
	for {
		widths := t.widths()
		if t.narrow(widths, width) {
			t.breaks = widths
			return []Table{t}
		}
		last := len(widths)
		if last <= 2 || slices.Contains(t.Right, last) || last == t.Toned {
			return t.cut(widths, width)
		}
		t = t.below(last)
	}
}

// widths is the widest cell of each column.
func (t Table) widths() []int {
	widths := make([]int, len(t.Rows[0]))
	for _, row := range t.Rows {
		for j, cell := range row {
			widths[j] = max(widths[j], Columns(Line(cell)))
		}
	}
	return widths
}

// narrow takes from the widest columns of words until the table fits, and reports whether it does.
func (t Table) narrow(widths []int, width int) bool {
	excess := gap * (len(widths) - 1)
	for _, w := range widths {
		excess += w
	}
	for excess -= width; excess > 0; excess-- {
		widest := -1
		for j := 1; j < len(widths); j++ {
			if !slices.Contains(t.Right, j+1) && widths[j] > roomy && (widest < 0 || widths[j] > widths[widest]) {
				widest = j
			}
		}
		if widest < 0 {
			return false
		}
		widths[widest]--
	}
	return true
}

// below is the table with the last column under its row, before what is there already.
func (t Table) below(last int) Table {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = row[:last-1]
		if cell := row[last-1]; i > 0 && cell != "" {
			if under := t.under[i]; under != "" {
				cell += " · " + under
			}
			t.under[i] = cell
		}
	}
	t.Rows = rows
	return t
}

// cut is the table in parts that fit, each with the first column and as many of the others as there
// is room for, one at least. The notes stay with the first part.
func (t Table) cut(widths []int, width int) (parts []Table) {
	for from := 1; from < len(widths); {
		to, used := from, widths[0]
		for to < len(widths) && (to == from || used+gap+widths[to] <= width) {
			used += gap + widths[to]
			to++
		}
		part := Table{Title: t.Title, Tones: t.Tones, breaks: slices.Concat(widths[:1], widths[from:to])}
		if from == 1 {
			part.Notes, part.under = t.Notes, t.under
		} else if part.Title != "" {
			part.Title += ", continued"
		}
		for _, row := range t.Rows {
			part.Rows = append(part.Rows, slices.Concat(row[:1], row[from:to]))
		}
		for j := from; j < to; j++ {
			if slices.Contains(t.Right, j+1) {
				part.Right = append(part.Right, j-from+2)
			}
			if t.Toned == j+1 {
				part.Toned = j - from + 2
			}
		}
		parts = append(parts, part)
		from = to
	}
	return parts
}
