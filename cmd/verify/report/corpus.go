package report

import (
	"encoding/json"
	"fmt"
	"io"

	"assay/cmd/verify/form"
	"assay/props"
)

// Corpus is kept cases, and what the suite makes of each.
type Corpus struct {
	Cases []props.Kept
	Fit   func(props.Kept) (props.Kept, error) // an error says why the case cannot be tried
}

// KeptCase is one of them in JSON.
type KeptCase struct {
	Key   string          `json:"key"`
	Claim string          `json:"claim"`
	Draws json.RawMessage `json:"draws"`
	Found string          `json:"found"`
	Why   string          `json:"why"`
	Stale string          `json:"stale"` // why it cannot be tried; empty for one that is
}

func (c Corpus) cases() []KeptCase {
	all := make([]KeptCase, len(c.Cases))
	for i, k := range c.Cases {
		all[i] = KeptCase{Key: k.Key(), Claim: k.Claim, Draws: k.Draws, Found: k.Found, Why: k.Why}
		if fitted, err := c.Fit(k); err != nil {
			all[i].Stale = err.Error()
		} else {
			all[i].Draws = fitted.Draws
		}
	}
	return all
}

func (c Corpus) table() (t form.Table, count string) {
	t = form.Table{Rows: [][]string{{"case", "found"}}, Notes: map[int][]string{}}
	stale := 0
	for i, k := range c.cases() {
		t.Rows = append(t.Rows, []string{k.Key, k.Found})
		notes := []string{form.Label(string(k.Draws)), k.Why}
		if k.Stale != "" {
			stale++
			notes = append(notes, "stale: "+k.Stale)
		}
		t.Notes[i+1] = notes
	}
	return t, fmt.Sprintf("%s, %d stale", form.Plural(len(c.Cases), "kept case"), stale)
}

// Text writes the cases as a table and counts them.
func (c Corpus) Text(w io.Writer) error {
	t, count := c.table()
	_, err := fmt.Fprintf(w, "%s\n%s\n", form.ScreenOf(w).Table(t), count)
	return err
}

// JSON writes the cases as an array of [KeptCase].
func (c Corpus) JSON(w io.Writer) error { return form.JSON(w, c.cases()) }

// Markdown writes the cases as a table.
func (c Corpus) Markdown(w io.Writer) error {
	t, count := c.table()
	_, err := fmt.Fprintf(w, "%s\n%s.\n", t.Markdown(), count)
	return err
}
