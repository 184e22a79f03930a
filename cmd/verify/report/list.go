package report

import (
	"fmt"
	"io"

	"assay/cmd/verify/form"
	"assay/theory/claim"
)

// List is claims without verdicts: the registry, or a part of it.
type List struct {
	Claims  []*claim.Claim
	Checked func(*claim.Claim) bool // whether the claim has a check
}

// Entry is a claim of a list in JSON. Texts that do not apply are empty.
type Entry struct {
	ID          string `json:"id"`
	Statement   string `json:"statement"`
	Hypotheses  string `json:"hypotheses"`
	Kind        string `json:"kind"`
	Expected    string `json:"expected"`
	CorrectedBy string `json:"corrected_by"`
	Uncorrected string `json:"uncorrected"`
	Source      string `json:"source"`
	Remark      string `json:"remark"`
	Status      string `json:"status"`     // checked or open
	Proof       string `json:"proof"`      // how the claim, or of an erratum its falsity, is known
	Derivation  string `json:"derivation"` // of what is derived here
	Unseen      string `json:"unseen"`     // the part of the statement that no attempt can see fail
	Heuristic   string `json:"heuristic"`  // why one believes it

	Formulas []string `json:"formulas"` // what the statement says, in LaTeX
	Uses     []string `json:"uses"`     // the ids of the claims that it rests on
	Sharpens []string `json:"sharpens"` // the ids of the claims that it says more than
}

func (l List) status(c *claim.Claim) string {
	if l.Checked(c) {
		return "checked"
	}
	return "open"
}

// proof is how a claim is known, or "" where it does not say.
func proof(c *claim.Claim) string {
	if c.Proof == 0 {
		return ""
	}
	return c.Proof.String()
}

// Known is how a claim is known, with the derivation, or "" where it does not say.
func Known(c *claim.Claim) string {
	if c.Derivation == "" {
		return proof(c)
	}
	return proof(c) + ": " + c.Derivation
}

// Text writes the list as a table and counts it.
func (l List) Text(w io.Writer) error {
	rows := [][]string{{"claim", "expected", "status", "known", "kind", "source"}}
	checked := 0
	for _, c := range l.Claims {
		rows = append(rows, []string{c.ID, c.Expect.String(), l.status(c), proof(c), c.Kind.String(), c.Source.String()})
		if l.Checked(c) {
			checked++
		}
	}
	_, err := fmt.Fprintf(w, "%s\n%s: %d checked, %d open\n", form.ScreenOf(w).Table(form.Table{Rows: rows}), form.Plural(len(l.Claims), "claim"), checked, len(l.Claims)-checked)
	return err
}

// JSON writes the list as an array of [Entry].
func (l List) JSON(w io.Writer) error {
	entries := make([]Entry, len(l.Claims))
	for i, c := range l.Claims {
		entries[i] = Entry{
			ID: c.ID, Statement: c.Says, Hypotheses: c.When, Kind: c.Kind.String(), Expected: c.Expect.String(),
			CorrectedBy: c.CorrectedBy, Uncorrected: c.Uncorrected, Source: c.Source.String(), Remark: c.Remark,
			Status: l.status(c), Proof: proof(c), Derivation: c.Derivation, Unseen: c.Unseen, Heuristic: c.Heuristic,
			Formulas: append([]string{}, c.Formulas...), Uses: append([]string{}, c.Uses...), Sharpens: append([]string{}, c.Sharpens...),
		}
	}
	return form.JSON(w, entries)
}

// Markdown writes the list as a table.
func (l List) Markdown(w io.Writer) error {
	rows := [][]string{{"claim", "statement", "source", "expected", "status", "known"}}
	for _, c := range l.Claims {
		rows = append(rows, []string{c.ID, form.Escape(c.Says), form.Escape(c.Source.String()), c.Expect.String(), l.status(c), proof(c)})
	}
	_, err := io.WriteString(w, form.Markdown(rows))
	return err
}
