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
}

// Text is the table for a terminal, the notes indented under their rows.
func (t Table) Text() string {
	var out strings.Builder
	if t.Title != "" {
		out.WriteString(t.Title + "\n")
	}
	for i, line := range Columns(t.Rows, t.Right...) {
		out.WriteString(line + "\n")
		for _, note := range t.Notes[i] {
			out.WriteString("    " + Line(note) + "\n")
		}
	}
	return out.String()
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

// Columns lays out rows by display width; the numbered columns (from 1) are set
// flush right. The first row is the header. Line i of the result is row i.
func Columns(rows [][]string, right ...int) []string {
	w := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	w.SetStyle(style)
	w.SuppressTrailingSpaces()
	for i, cells := range rows {
		row := make(table.Row, len(cells))
		for j, cell := range cells {
			row[j] = Line(cell)
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
