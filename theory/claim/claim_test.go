package claim

import (
	"strings"
	"testing"
)

// sound is a claim without defect, for the tests to spoil.
func sound(id string) *Claim {
	return &Claim{
		ID:     id,
		Says:   "sin² t + cos² t = 1.",
		When:   "t real",
		Kind:   Identity,
		Source: Source{Derived, "from the unit circle"},
		Expect: Holds,
		Proof:  InSource,
	}
}

func TestValidateAcceptsASoundClaim(t *testing.T) {
	for _, id := range []string{"pair/lambda1", "figure/bgj-2.1a", "sharp/escape-law-k2", "a/1"} {
		if err := sound(id).Validate(); err != nil {
			t.Error(err)
		}
	}
	uncorrected := sound("pair/unknown")
	uncorrected.Expect, uncorrected.Uncorrected = Erratum, "what was meant is not known"
	if err := uncorrected.Validate(); err != nil {
		t.Error(err)
	}
}

// TestValidateRefuses spoils one field at a time; the error must name the claim
// and that field, and nothing else.
func TestValidateRefuses(t *testing.T) {
	for _, test := range []struct {
		name, field string
		spoil       func(*Claim)
	}{
		{"no ID", "ID", func(c *Claim) { c.ID = "" }},
		{"ID without topic", "ID", func(c *Claim) { c.ID = "lambda1" }},
		{"ID with empty topic", "ID", func(c *Claim) { c.ID = "/lambda1" }},
		{"ID with empty name", "ID", func(c *Claim) { c.ID = "pair/" }},
		{"ID with two slashes", "ID", func(c *Claim) { c.ID = "pair/lambda1/printed" }},
		{"ID in upper case", "ID", func(c *Claim) { c.ID = "pair/Lambda1" }},
		{"ID with a space", "ID", func(c *Claim) { c.ID = "pair/lambda 1" }},
		{"ID with a Greek letter", "ID", func(c *Claim) { c.ID = "pair/λ1" }},
		{"ID with two hyphens in a row", "ID", func(c *Claim) { c.ID = "pair/lambda--1" }},
		{"ID that ends in a hyphen", "ID", func(c *Claim) { c.ID = "pair/lambda-" }},
		{"ID with a line after it", "ID", func(c *Claim) { c.ID = "pair/lambda1\n" }},
		{"no statement", "Says", func(c *Claim) { c.Says = "" }},
		{"blank statement", "Says", func(c *Claim) { c.Says = " \t\n" }},
		{"no hypotheses", "When", func(c *Claim) { c.When = "" }},
		{"no kind", "Kind", func(c *Claim) { c.Kind = 0 }},
		{"unknown kind", "Kind", func(c *Claim) { c.Kind = Identity | Figure<<1 }},
		{"no work", "Source.Work", func(c *Claim) { c.Source.Work = Work{} }},
		{"work without a title", "Source.Work", func(c *Claim) { c.Source.Work.Title = " " }},
		{"no locator", "Source.Locator", func(c *Claim) { c.Source.Locator = " " }},
		{"no proof status", "Proof", func(c *Claim) { c.Proof = 0 }},
		{"unknown proof status", "Proof", func(c *Claim) { c.Proof = Conjecture + 1 }},
		{"derived here, and nowhere", "Derivation", func(c *Claim) { c.Proof, c.Derivation = DerivedHere, " " }},
		{"a blank formula", "Formulas", func(c *Claim) { c.Formulas = []string{"x = x", " "} }},
		{"uses itself", "Uses", func(c *Claim) { c.Uses = []string{c.ID} }},
		{"sharpens itself", "Sharpens", func(c *Claim) { c.Sharpens = []string{c.ID} }},
		{"uses a row twice", "Uses", func(c *Claim) { c.Uses = []string{"pair/a", "pair/a"} }},
		{"uses and sharpens a row", "Uses", func(c *Claim) { c.Uses, c.Sharpens = []string{"pair/a"}, []string{"pair/a"} }},
		{"no expectation", "Expect", func(c *Claim) { c.Expect = 0 }},
		{"unknown expectation", "Expect", func(c *Claim) { c.Expect = Erratum + 1 }},
		{"erratum without correction or reason", "CorrectedBy", func(c *Claim) { c.Expect = Erratum }},
		{"erratum with a blank reason", "CorrectedBy", func(c *Claim) { c.Expect, c.Uncorrected = Erratum, " " }},
		{"erratum with correction and reason", "Uncorrected", func(c *Claim) { c.Expect, c.CorrectedBy, c.Uncorrected = Erratum, "pair/other", "unknown" }},
		{"erratum that corrects itself", "CorrectedBy", func(c *Claim) { c.Expect, c.CorrectedBy = Erratum, c.ID }},
		{"correction of a claim that holds", "CorrectedBy", func(c *Claim) { c.CorrectedBy = "pair/other" }},
		{"reason on a claim that holds", "Uncorrected", func(c *Claim) { c.Uncorrected = "unknown" }},
	} {
		c := sound("pair/lambda1")
		test.spoil(c)
		wantDefects(t, test.name, c.Validate(), "claim "+quoted(c.ID)+": "+test.field+": ")
	}
}

func TestValidateRefusesNil(t *testing.T) {
	var c *Claim
	wantDefects(t, "nil", c.Validate(), "claim: is nil")
}

// TestValidateNamesEveryDefect keeps an author from mending one field a run.
func TestValidateNamesEveryDefect(t *testing.T) {
	wantDefects(t, "the zero claim", new(Claim).Validate(),
		`claim "": ID: `, `claim "": Says: `, `claim "": When: `, `claim "": Kind: `,
		`claim "": Source.Work: `, `claim "": Source.Locator: `, `claim "": Expect: `, `claim "": Proof: `)
}

// TestValidateAllRefuses covers the defects that no claim shows alone.
func TestValidateAllRefuses(t *testing.T) {
	erratum := func(id, by string) *Claim {
		c := sound(id)
		c.Expect, c.CorrectedBy = Erratum, by
		return c
	}
	using := func(c *Claim, ids ...string) *Claim {
		c.Uses = ids
		return c
	}
	sharpening := sound("pair/a")
	sharpening.Sharpens = []string{"pair/c"}
	spoiled := sound("pair/d")
	spoiled.When = ""
	for _, test := range []struct {
		name   string
		claims []*Claim
		want   []string
	}{
		{"no claims", nil, nil},
		{"a corrected erratum", []*Claim{erratum("pair/a", "pair/b"), sound("pair/b")}, nil},
		{"a correction before its erratum", []*Claim{sound("pair/b"), erratum("pair/a", "pair/b")}, nil},
		{"nil row", []*Claim{sound("pair/a"), nil}, []string{"claim in row 1: is nil"}},
		{"duplicate ID", []*Claim{sound("pair/a"), sound("pair/b"), sound("pair/a")}, []string{`claim "pair/a": ID: occurs twice`}},
		{"correction that is no row", []*Claim{erratum("pair/a", "pair/c"), sound("pair/b")}, []string{`claim "pair/a": CorrectedBy: no row has the ID "pair/c"`}},
		{"correction by itself", []*Claim{erratum("pair/a", "pair/a")}, []string{`claim "pair/a": CorrectedBy: names the claim itself`}},
		{"correction by an erratum", []*Claim{erratum("pair/a", "pair/b"), erratum("pair/b", "pair/c"), sound("pair/c")}, []string{`claim "pair/a": CorrectedBy: "pair/b" is not expected to hold`}},
		{"errata that correct each other", []*Claim{erratum("pair/a", "pair/b"), erratum("pair/b", "pair/a")}, []string{`claim "pair/a": CorrectedBy: `, `claim "pair/b": CorrectedBy: `}},
		{"an erratum that uses an erratum", []*Claim{using(erratum("pair/a", "pair/c"), "pair/b"), erratum("pair/b", "pair/c"), sound("pair/c")}, nil},
		{"a row used by two", []*Claim{using(sound("pair/a"), "pair/b", "pair/c"), using(sound("pair/b"), "pair/c"), sound("pair/c")}, nil},
		{"uses what is no row", []*Claim{using(sound("pair/a"), "pair/c")}, []string{`claim "pair/a": Uses: no row has the ID "pair/c"`}},
		{"sharpens what is no row", []*Claim{sharpening}, []string{`claim "pair/a": Sharpens: no row has the ID "pair/c"`}},
		{"holds and uses an erratum", []*Claim{using(sound("pair/a"), "pair/b"), erratum("pair/b", "pair/c"), sound("pair/c")}, []string{`claim "pair/a": Uses: "pair/b" is an erratum`}},
		{"two that use each other", []*Claim{using(sound("pair/a"), "pair/b"), using(sound("pair/b"), "pair/a")}, []string{`claim "pair/a": Uses: leads back`, `claim "pair/b": Uses: leads back`}},
		{"uses two that use each other", []*Claim{using(sound("pair/c"), "pair/a"), using(sound("pair/a"), "pair/b"), using(sound("pair/b"), "pair/a")},
			[]string{`claim "pair/a": Uses: leads back`, `claim "pair/b": Uses: leads back`}},
		{"a defect of one row and one across rows", []*Claim{spoiled, erratum("pair/a", "pair/c")}, []string{`claim "pair/d": When: `, `claim "pair/a": CorrectedBy: `}},
	} {
		wantDefects(t, test.name, ValidateAll(test.claims), test.want...)
	}
}

// wantDefects fails the test unless err has one line for each prefix, in order,
// and no other.
func wantDefects(t *testing.T, name string, err error, prefixes ...string) {
	t.Helper()
	var lines []string
	if err != nil {
		lines = strings.Split(err.Error(), "\n")
	}
	if len(lines) != len(prefixes) {
		t.Errorf("%s: %d defects, want %d:\n%v", name, len(lines), len(prefixes), err)
		return
	}
	for i, prefix := range prefixes {
		if !strings.HasPrefix(lines[i], prefix) {
			t.Errorf("%s: defect %q, want %q…", name, lines[i], prefix)
		}
	}
}

func quoted(id string) string { return `"` + strings.ReplaceAll(id, "\n", `\n`) + `"` }

func TestStrings(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{Identity.String(), "identity"},
		{Figure.String(), "figure"},
		{(Law | Identity).String(), "identity, law"},
		{Kind(0).String(), "Kind(0x0)"},
		{Kind(0x80).String(), "Kind(0x80)"},
		{Source{Work{Title: "Xu & Du 2023"}, "(21), App. A"}.String(), "Xu & Du 2023, (21), App. A"},
		{Holds.String(), "holds"},
		{Erratum.String(), "erratum"},
		{Expectation(0).String(), "Expectation(0)"},
		{Expectation(3).String(), "Expectation(3)"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
