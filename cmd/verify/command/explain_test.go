package command

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/cmd/verify/form"
	"assay/theory"
	"assay/theory/claim"
)

// joined is text with one space between its words.
func joined(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestExplain: every claim has a page, and it holds all that makes a claim, the check and both ends of every
// relation.
func TestExplain(t *testing.T) {
	suite := genuine().suite
	pages := map[string]string{}
	for _, c := range theory.Claims() {
		pages[c.ID] = call(t, genuine(), "explain", c.ID).stdout
	}
	for _, c := range theory.Claims() {
		words := strings.ReplaceAll(joined(pages[c.ID]), " · ", " ")
		want := []string{c.ID, c.Expect.String() + ", " + c.Kind.String() + ", " + c.Source.String(), c.Says, "hypotheses " + c.When,
			"why one believes it " + c.Heuristic, c.Unseen, c.Remark, c.Derivation, "how it is known", c.Source.Work.Edition}
		if check := suite.Check(c.ID); check != nil {
			want = append(slices.Concat(want, check.RivalNames(), check.PlantNames()), "what is tried Cases: ", "what would refute it", check.Limit(),
				"to run it go run ./cmd/verify --run '^"+c.ID+"$'")
		} else {
			want = append(want, "the claim is open")
		}
		if by, ok := suite.Find(c.CorrectedBy); ok {
			want = append(want, "as printed "+c.Says, "as corrected: "+by.ID+" "+by.Says, "corrected by "+by.ID)
			if back := pages[by.ID]; !regexp.MustCompile(`\n +corrects +` + regexp.QuoteMeta(c.ID) + `\b`).MatchString(back) {
				t.Errorf("%s does not say that it corrects %s", by.ID, c.ID)
			}
		}
		for _, part := range want {
			if part = strings.TrimSpace(strings.ReplaceAll(joined(part), " · ", " ")); !strings.Contains(words, part) {
				t.Errorf("%s: lacks %q\n%s", c.ID, part, pages[c.ID])
			}
		}
		for _, latex := range c.Formulas {
			if !strings.Contains(pages[c.ID], latex+"\n") {
				t.Errorf("%s: lacks the LaTeX %s", c.ID, latex)
			}
		}
		for relation, ids := range map[string][]string{"used by": c.Uses, "sharpened by": c.Sharpens} {
			for _, id := range ids {
				if !regexp.MustCompile(`\n +` + relation + ` +` + regexp.QuoteMeta(c.ID) + `\b`).MatchString(pages[id]) {
					t.Errorf("%s does not say that it is %s %s", id, relation, c.ID)
				}
			}
		}
	}
}

// TestExplainFits: on a terminal nothing but what is there to be copied is wider than it.
func TestExplainFits(t *testing.T) {
	for _, width := range []int{60, 80, 140, 200} {
		for _, c := range theory.Claims() {
			p := genuine()
			p.width = func() int { return width }
			text, _, _ := strings.Cut(call(t, p, "explain", c.ID).stdout, "\nin LaTeX\n")
			text, _, _ = strings.Cut(text, "\nto run it\n")
			for line := range strings.Lines(text) {
				if n := form.Columns(strings.TrimRight(line, "\n")); n > max(width, 80) { // a formula keeps a page of 80
					t.Errorf("%s at %d: a line of %d: %s", c.ID, width, n, line)
				}
			}
		}
	}
}

// TestExplainBeside: on a wide terminal an erratum and its correction stand side by side, on a narrow one and in a
// pipe one after the other; no word of either is lost.
func TestExplainBeside(t *testing.T) {
	for _, c := range theory.Claims() {
		by, ok := genuine().suite.Find(c.CorrectedBy)
		if !ok {
			continue
		}
		for width, beside := range map[int]bool{0: false, 80: false, besides - 1: false, besides: true, 150: true, 300: true} {
			p := genuine()
			p.width = func() int { return width }
			page := call(t, p, "explain", c.ID).stdout
			if got := regexp.MustCompile(`(?m)^as printed +as corrected: ` + regexp.QuoteMeta(by.ID) + `$`).MatchString(page); got != beside {
				t.Errorf("%s at %d: side by side %v, want %v\n%s", c.ID, width, got, beside, page)
			}
			for _, side := range []*claim.Claim{c, by} {
				for _, word := range strings.Fields(side.Says) {
					if !strings.Contains(page, word) {
						t.Errorf("%s at %d: %q of %s is lost", c.ID, width, word, side.ID)
					}
				}
			}
		}
	}
}
