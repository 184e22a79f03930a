package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/props"
)

// Markdown writes the verdicts as a table. Measured numbers are left out: their
// last digits differ between machines, and the table is kept in a README.
func (r *Run) Markdown(w io.Writer) error {
	rows := [][]string{{"claim", "statement", "source", "expected", "verdict"}}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		verdict := string(v.Outcome)
		if s := surprise(v); s != "" {
			verdict = "**" + verdict + "**, " + s
		}
		if s := correctedBy(v); s != "" {
			verdict += ", " + s
		}
		if v.Outcome == props.Undecided {
			verdict = "**" + verdict + "**"
		}
		rows = append(rows, []string{v.Claim.ID, markdown(v.Claim.Says), markdown(v.Claim.Source.String()), v.Claim.Expect.String(), verdict})
	}
	n := r.Count()
	_, err := fmt.Fprintf(w, "%s\n%v; tier %v, seed %d.\n", markdownTable(rows), n, r.Tier, r.Seed)
	return err
}

func markdownTable(rows [][]string) string {
	var out strings.Builder
	for i, row := range rows {
		out.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			out.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
	return out.String()
}

// markdown is s with the signs escaped that Markdown, and its tables, would
// read as markup where it stands.
func markdown(s string) string {
	var out strings.Builder
	before := ' '
	s = oneLine(s)
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
