package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Table is rows under a header, in plain text. A row may have notes, lines that
// explain it.
type Table struct {
	Title string           // above the table, or ""
	Rows  [][]string       // the first is the header
	Right []int            // columns set flush right, from 1
	Notes map[int][]string // by row
	Toned int              // the column, from 1, that has a tone in each row; 0 for none
	Tones map[int]Tone     // by row

	breaks []int          // on a screen: the width of each column
	under  map[int]string // on a screen: cells that have no room in their rows
}

// Text is the table at its full width, the notes indented under their rows.
func (t Table) Text() string { return Screen{}.Table(t) }

// Table is a table as the screen shows it: no wider than it is, where that can be.
func (s Screen) Table(t Table) string {
	if s.Width == 0 || len(t.Rows) == 0 {
		return s.part(t)
	}
	var parts []string
	for _, part := range t.fit(s.Width) {
		parts = append(parts, s.part(part))
	}
	return strings.Join(parts, "\n")
}

// part is a table that fits. A cell that is wider than its column takes several lines.
func (s Screen) part(t Table) string {
	var lines [][]string
	last := map[int]int{} // the row that a line ends
	for i, row := range t.Rows {
		cells, height := make([][]string, len(row)), 1
		for j, cell := range row {
			cells[j] = []string{Line(cell)}
			if t.breaks != nil {
				cells[j] = Wrap(Line(cell), max(1, t.breaks[j]))
			}
			height = max(height, len(cells[j]))
		}
		for k := range height {
			line := make([]string, len(row))
			for j := range row {
				if k < len(cells[j]) {
					line[j] = s.Paint(t.tone(i, j), cells[j][k])
				}
			}
			lines = append(lines, line)
		}
		last[len(lines)-1] = i
	}
	var out strings.Builder
	if t.Title != "" {
		out.WriteString(s.Paint(Heading, t.Title) + "\n")
	}
	for k, line := range columns(lines, t.Right...) {
		out.WriteString(line + "\n")
		i, ends := last[k]
		if !ends {
			continue
		}
		notes := t.Notes[i]
		if t.under[i] != "" {
			notes = append([]string{t.under[i]}, notes...)
		}
		for _, note := range notes {
			for n, line := range s.Wrap(Line(note), 6) {
				out.WriteString(strings.Repeat(" ", 4+2*min(n, 1)) + line + "\n")
			}
		}
	}
	return out.String()
}

// tone is that of a cell.
func (t Table) tone(i, j int) Tone {
	switch {
	case i == 0:
		return Heading
	case j+1 == t.Toned:
		return t.Tones[i]
	}
	return Plain
}

// Markdown is the table in Markdown, the notes in a last column if there are any.
func (t Table) Markdown() string {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row {
			rows[i] = append(rows[i], Escape(cell))
		}
		switch {
		case t.Notes == nil:
		case i == 0:
			rows[i] = append(rows[i], "notes")
		default:
			rows[i] = append(rows[i], Escape(strings.Join(t.Notes[i], "; ")))
		}
	}
	title := ""
	if t.Title != "" {
		title = "### " + Escape(t.Title) + "\n\n"
	}
	return title + Markdown(rows)
}

// columns lays out rows, whose cells are lines, by display width; the numbered columns (from 1) are
// set flush right. The first row is the header. Line i of the result is row i.
func columns(rows [][]string, right ...int) []string {
	w := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	w.SetStyle(style)
	w.SuppressTrailingSpaces()
	for i, cells := range rows {
		row := make(table.Row, len(cells))
		for j, cell := range cells {
			row[j] = cell
		}
		if i == 0 {
			w.AppendHeader(row)
		} else {
			w.AppendRow(row)
		}
	}
	var configs []table.ColumnConfig
	for _, n := range right {
		configs = append(configs, table.ColumnConfig{Number: n, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	w.SetColumnConfigs(configs)
	return strings.Split(w.Render(), "\n")
}

// Markdown is a table in Markdown, the first row its header. The cells are
// Markdown already, see [Escape].
func Markdown(rows [][]string) string {
	var out strings.Builder
	for i, row := range rows {
		out.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			out.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
	return out.String()
}

// Escape is s with the signs escaped that Markdown, and its tables, would read
// as markup where it stands.
func Escape(s string) string {
	var out strings.Builder
	before := ' '
	s = Line(s)
	for i, r := range s {
		after, _ := utf8.DecodeRuneInString(s[min(len(s), i+utf8.RuneLen(r)):])
		switch {
		case strings.ContainsRune("\\|*`$", r),
			r == '_' && !wordRune(before),
			r == '~' && (before == '~' || after == '~'),
			r == ']' && (after == '(' || after == '['),
			r == '<' && (unicode.IsLetter(after) || strings.ContainsRune("/!?", after)):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
