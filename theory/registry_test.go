package theory

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/theory/claim"
)

// published is every claim this package must hold, in reading order, written
// down apart from the registry so that a row lost there is missed here.
const published = `
	sphere/tangent sphere/overlap-gradient sphere/start sphere/one-sample-a-step
	chain/pathwise chain/law
	loss/overlap-only loss/hermite-series loss/misspecified-series loss/zoo loss/assumption-a loss/assumption-b
	exponent/definition exponent/zoo exponent/cubics

	threshold/alpha-c recovery/k1 recovery/k2 recovery/k3 recovery/k4
	recovery/window recovery/window-corrected recovery/polynomial
	refutation/k1 refutation/k2 refutation/k3 refutation/k4 refutation/constant-step
	threshold/optimal recovery/linear-regime recovery/misspecified
	recovery/cubic-samples-bound misprint/phase-retrieval-step

	phases/search-printed phases/search phases/descent-printed phases/descent
	phases/ratio-printed phases/ratio-bound-printed phases/ratio phases/ratio-restepped
	phases/search-dominates phases/stays phases/law-of-large-numbers

	population/recursion population/k1 population/k2 population/k3 population/k4 population/noise-price

	sharp/drift sharp/critical-step-k2 sharp/escape-law-k2 sharp/optimal-step-k2
	sharp/critical-law-k3 sharp/constant-step-trap sharp/growing-step

	neuron/loss neuron/gradient neuron/exact neuron/over neuron/upper neuron/lower neuron/lower-constants neuron/slowdown
	neuron/angle-lemma neuron/angle-lemma-corrected neuron/near-optimum neuron/cubic-flow
	neuron/not-strongly-convex neuron/gradient-domination neuron/initialisation neuron/phases neuron/potential
	special/aligned special/identical
	pair/symmetry pair/lambda1-printed pair/lambda1 pair/lambda2 pair/lambda1-rate
	pair/lambda2-small pair/lambda2-rate pair/loss-rate pair/slow-orthogonal

	sharp/constant-n2 sharp/constant sharp/constant-bound sharp/balanced-constants sharp/slaved-sum sharp/best-angle-constant

	figure/bgj-2.1a figure/bgj-2.1b figure/bgj-2.2a figure/bgj-2.2b figure/bgj-2.3 figure/xd-1-left figure/xd-1-right

	chain/non-gaussian recovery/uniform-starts recovery/power-start
	misprint/mean-estimation misprint/mean-estimation-corrected misprint/glm-links misprint/glm-links-corrected
	misprint/local-minimum misprint/local-minimum-corrected misprint/notes-integration misprint/notes-integration-corrected
`

// corrections is what each erratum is corrected by. An erratum added or dropped
// changes what a passing run means, so it has to be changed here as well.
var corrections = map[string]string{
	"recovery/window":               "recovery/window-corrected",
	"misprint/phase-retrieval-step": "recovery/window-corrected",
	"phases/descent-printed":        "phases/descent",
	"phases/ratio-printed":          "phases/ratio",
	"phases/ratio-bound-printed":    "phases/ratio",
	"neuron/angle-lemma":            "neuron/angle-lemma-corrected",
	"pair/lambda1-printed":          "pair/lambda1",

	"misprint/mean-estimation":   "misprint/mean-estimation-corrected",
	"misprint/glm-links":         "misprint/glm-links-corrected",
	"misprint/local-minimum":     "misprint/local-minimum-corrected",
	"misprint/notes-integration": "misprint/notes-integration-corrected",
}

func TestRegistryIsValid(t *testing.T) {
	if err := claim.ValidateAll(Claims()); err != nil {
		t.Error(err)
	}
}

func TestRegistryIsCompleteAndInOrder(t *testing.T) {
	var got []string
	for _, c := range Claims() {
		got = append(got, c.ID)
	}
	if diff := cmp.Diff(strings.Fields(published), got); diff != "" {
		t.Errorf("claims (-published +registered):\n%s", diff)
	}
}

func TestErrataAreCorrectedByClaimsThatHold(t *testing.T) {
	got := map[string]string{}
	for _, c := range Claims() {
		if c.Expect != claim.Erratum {
			continue
		}
		got[c.ID] = c.CorrectedBy
		by, ok := find(c.CorrectedBy)
		if !ok {
			t.Errorf("%s: no claim %q", c.ID, c.CorrectedBy)
			continue
		}
		if by.Expect != claim.Holds {
			t.Errorf("%s: corrected by %s, which %v", c.ID, by.ID, by.Expect)
		}
		if by.Says == c.Says {
			t.Errorf("%s: says what its correction says", c.ID)
		}
	}
	if diff := cmp.Diff(corrections, got); diff != "" {
		t.Errorf("errata (-want +got):\n%s", diff)
	}
}

// TestClaimsIsACopy keeps a caller who sorts or filters its slice in place from
// reordering the registry for everybody else.
func TestClaimsIsACopy(t *testing.T) {
	slices.Reverse(Claims())
	if got, want := Claims()[0].ID, strings.Fields(published)[0]; got != want {
		t.Errorf("first claim %q after the caller reversed its slice, want %q", got, want)
	}
}

// TestWording holds the statements to the notation that is set as MathML: plain
// words and linear Unicode mathematics.
func TestWording(t *testing.T) {
	foreign := regexp.MustCompile(`[\\$]|<=|>=|!=|->|  |^ | $|\n|\t`)
	loneCaret := regexp.MustCompile(`\^([^{\pL\p{Sm}]|$)`)
	for _, c := range Claims() {
		for field, text := range map[string]string{"Says": c.Says, "When": c.When, "Locator": c.Source.Locator, "Remark": c.Remark, "Heuristic": c.Heuristic} {
			if bad := foreign.FindString(text); bad != "" {
				t.Errorf("%s: %s: %q is no plain prose: %s", c.ID, field, bad, text)
			}
			if bad := loneCaret.FindString(text); bad != "" {
				t.Errorf("%s: %s: %q raises nothing: %s", c.ID, field, bad, text)
			}
			if err := unbalanced(text); err != "" {
				t.Errorf("%s: %s: %s: %s", c.ID, field, err, text)
			}
		}
		if !strings.HasSuffix(c.Says, ".") {
			t.Errorf("%s: Says: no full stop: %s", c.ID, c.Says)
		}
		if !strings.HasSuffix(c.Heuristic, ".") {
			t.Errorf("%s: Heuristic: none, or no full stop: %q", c.ID, c.Heuristic)
		}
		if c.Remark != "" && !strings.HasSuffix(c.Remark, ".") {
			t.Errorf("%s: Remark: no full stop: %s", c.ID, c.Remark)
		}
		for _, named := range regexp.MustCompile(`\b[a-z]+/[a-z][a-z0-9-]+\b`).FindAllString(c.Says+" "+c.When+" "+c.Remark+" "+c.Heuristic, -1) {
			if topic, _, _ := strings.Cut(named, "/"); strings.Contains(published, topic+"/") {
				if _, ok := find(named); !ok {
					t.Errorf("%s: refers to %q, which is no claim", c.ID, named)
				}
			}
		}
	}
}

// TestStory: it names claims, and its second sentence rests on errata and their corrections.
func TestStory(t *testing.T) {
	if err := Story.Validate(Claims()); err != nil {
		t.Error(err)
	}
	for _, id := range Story.Sentences[1].Rests {
		if c, _ := find(id); c.Expect == claim.Erratum && !slices.Contains(Story.Sentences[1].Rests, c.CorrectedBy) {
			t.Errorf("the story rests on the erratum %s, and not on %s, which corrects it", id, c.CorrectedBy)
		}
	}
}

// formless are the claims whose statement is no formula.
var formless = strings.Fields("figure/bgj-2.1b figure/bgj-2.2a figure/bgj-2.2b figure/bgj-2.3 figure/xd-1-left")

// TestFormulas: a claim states its formulas in LaTeX with balanced braces, and no two claims that
// say different things have the same.
func TestFormulas(t *testing.T) {
	first := map[string]string{}
	for _, c := range Claims() {
		if (len(c.Formulas) == 0) != slices.Contains(formless, c.ID) {
			t.Errorf("%s: %d formulas", c.ID, len(c.Formulas))
		}
		for _, f := range c.Formulas {
			plain := strings.NewReplacer(`\\`, "", `\{`, "", `\}`, "").Replace(f)
			if strings.Count(plain, "{") != strings.Count(plain, "}") || strings.Count(f, `\left`) != strings.Count(f, `\right`) {
				t.Errorf("%s: braces or brackets without partner: %s", c.ID, f)
			}
		}
		all := strings.Join(c.Formulas, "\n")
		if other, ok := first[all]; ok && all != "" {
			t.Errorf("%s and %s have the same formulas", other, c.ID)
		}
		first[all] = c.ID
	}
}

// TestDerivationsNameLaws: a reader who looks a derivation up finds it.
func TestDerivationsNameLaws(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	declared := map[string]bool{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				declared[d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						declared[s.Name.Name] = true
					case *ast.ValueSpec:
						for _, name := range s.Names {
							declared[name.Name] = true
						}
					}
				}
			}
		}
	}
	for _, c := range Claims() {
		for _, named := range regexp.MustCompile(`theory\.([A-Z]\w*)`).FindAllStringSubmatch(c.Derivation+" "+c.Remark+" "+c.Unseen, -1) {
			if !declared[named[1]] {
				t.Errorf("%s: refers to %s, which is not declared", c.ID, named[0])
			}
		}
	}
}

// unbalanced says which parenthesis or brace of text has no partner. Square
// brackets are left out: [w·x]₊ is closed, but an interval (0, π] is half open.
func unbalanced(text string) string {
	round, curly := 0, 0
	halfOpen := regexp.MustCompile(`\([^()\[\]]*\]|\[[^()\[\]]*\)`).ReplaceAllString(text, "")
	for _, r := range halfOpen {
		switch r {
		case '(':
			round++
		case ')':
			round--
		case '{':
			curly++
		case '}':
			curly--
		}
		if round < 0 || curly < 0 {
			return "closes what is not open"
		}
	}
	if round != 0 || curly != 0 {
		return "leaves open what it opens"
	}
	return ""
}

// find is the claim with the given ID, and whether there is one.
func find(id string) (*claim.Claim, bool) {
	i := slices.IndexFunc(registry, func(c *claim.Claim) bool { return c.ID == id })
	if i < 0 {
		return nil, false
	}
	return registry[i], true
}
