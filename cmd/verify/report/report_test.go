package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"assay/cmd/verify/form"
	"assay/props"
	"assay/theory"
	"assay/theory/claim"
)

// The claims of these tests are invented; they cover every form a verdict takes.
var (
	printed = &claim.Claim{ID: "topic/law-printed", Says: "λ₁' − ½ = (λ₁ − ½)(1 − η(1 − θ/π + sin 2θ/λ₁))", When: "‖v‖ = 1, λ₁ > 0",
		Kind: claim.Identity, Source: claim.Source{Work: theory.XuDu2023, Locator: "(21), App. A"}, Expect: claim.Erratum, CorrectedBy: "topic/law"}
	law = &claim.Claim{ID: "topic/law", Says: "λ₁' − ½ = (λ₁ − ½)(1 − η(1 − θ/π + sin 2θ/(2π)))", When: "‖v‖ = 1, λ₁ > 0",
		Kind: claim.Identity, Source: claim.Source{Work: claim.Derived, Locator: "from (4)"}, Expect: claim.Holds, Formulas: []string{theory.PairLambda1Recurrence.Formulas[0], `\text{not set}`}}
	bare = &claim.Claim{ID: "topic/bare", Says: "x|y <b>a</b> & *c*", When: "always", Kind: claim.Rate | claim.Law,
		Source: claim.Source{Work: theory.Notes, Locator: "part I"}, Expect: claim.Erratum, Uncorrected: "nobody knows"}
	chance = &claim.Claim{ID: "topic/chance", Says: "P(m_M > 1 − η) → 1", When: "k = 2", Kind: claim.Probability,
		Source: claim.Source{Work: theory.BenArous2021, Locator: "Theorem 1.3"}, Expect: claim.Holds, Remark: "See topic/law."}
	open = &claim.Claim{ID: "topic/open", Says: "τ_η ≫ N", When: "k ≥ 2", Kind: claim.Rate,
		Source: claim.Source{Work: theory.BenArous2021, Locator: "Theorem 1.5"}, Expect: claim.Holds}
	wrong = &claim.Claim{ID: "topic/wrong", Says: "m = 0", When: "always", Kind: claim.Identity,
		Source: claim.Source{Work: claim.Derived, Locator: "for this test"}, Expect: claim.Holds}
)

func everything() *Run {
	return &Run{Command: "go run ./here", Seed: 1, Tier: props.Quick, Kernel: "portable", Statistical: 2, Verdicts: []props.Verdict{
		{Claim: printed, Outcome: props.Refuted, Cases: 103, Refuting: 100, Worst: 3.1e13, Counterexample: "eta = 0.3, lambda1 = 0.2478",
			Residual: &props.Residual{What: "λ₁'", Got: 0.294738, Law: 0.404289, Tolerance: props.Rounding(16, 1)},
			Rivals:   []props.RivalVerdict{{Name: "2π for π", Refuted: true, Margin: math.MaxFloat64}, {Name: "no sin 2θ", Refuted: true, Margin: 12}}},
		{Claim: law, Outcome: props.Holds, Cases: 103, Skipped: 2, Worst: 0.31, At: "eta = 0.7",
			Rows: []props.GridRow{
				{Number: 1, Case: "eta = 0.1", Residual: props.Residual{What: "λ₁'", Got: 0.75, Law: 0.5, Tolerance: props.Tolerance{Size: 0.375}}},
				{Number: 3, Case: "eta = 0.2", Residual: props.Residual{What: "λ₂", Relation: props.AtMost, Got: 0.625, Law: 1}},
			},
			Starts: 200, Rejected: 50, Outside: []props.Outside{{Why: "still turning, critical residual 0.04", Case: "n = 5", Times: 51}, {Why: "w = 0 < 1", Case: "n = 2", Times: 1}},
			Residual: &props.Residual{What: "λ₁'", Got: 0.5, Law: 0.5, Tolerance: props.Rounding(16, 1)},
			Limit:    &props.Residual{What: "λ₁ at t → ∞", Got: 0.5, Law: 0.5, Tolerance: props.Truncation(0.01, "extrapolation"), Link: props.LawToLimit},
			Plants:   []props.RivalVerdict{{Name: "limit × 1.2", Refuted: true, Margin: 20}, {Name: "limit × .8", Margin: 0.5}},
			Rivals:   []props.RivalVerdict{{Name: "as printed", Refuted: true, Margin: 3e13}}},
		{Claim: bare, Outcome: props.Refuted, Cases: 1, Refuting: 1, Worst: math.MaxFloat64, Counterexample: "x = 1",
			Residual: &props.Residual{What: "x", Got: math.Inf(1), Law: 0}},
		{Claim: chance, Outcome: props.Undecided, Cases: 5, Worst: 0.5, Why: "underpowered: needs 881 samples", Tests: 5,
			Residual: &props.Residual{What: "P", Relation: props.AtLeast, Got: 1, Law: 0.5, Tolerance: props.Tolerance{Size: 0.1, Why: "Clopper-Pearson"}},
			Design:   &props.Design{Alpha: 1e-9, Beta: 1e-6, Violation: 0.1, Detectable: math.Inf(1), Samples: 35, Needs: 881},
			Rivals:   []props.RivalVerdict{{Name: "½", Margin: 0.2}}},
		{Claim: open, Outcome: props.Open, Why: "no check yet"},
		{Claim: wrong, Outcome: props.Refuted, Cases: 2, Refuting: 1, Worst: 2, Counterexample: "m = 2",
			Residual: &props.Residual{What: "m", Got: 2, Law: 0, Tolerance: props.Tolerance{Size: 1, Why: "rounding"}}},
	}}
}

func TestCount(t *testing.T) {
	got := everything().Count()
	if want := (Count{Claims: 6, AsExpected: 3, Unexpected: 1, Undecided: 1, Open: 1}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got.Checked() != 5 {
		t.Errorf("%d checked, want all but the open one", got.Checked())
	}
}

// TestText fixes the form that design and manual show: columns by display width
// and, under a row, what explains it.
func TestText(t *testing.T) {
	want := `claim              expected  verdict    cases   worst  source
topic/law-printed  erratum   REFUTED      103  3.1e13  Xu & Du 2023, (21), App. A
    at eta = 0.3, lambda1 = 0.2478: λ₁' = 0.294738, law says 0.404289, off by 0.11, allowed 3.6e-15 (rounding, 16 operations at magnitude 1)
    corrected by topic/law
topic/law          holds     HOLDS        103    0.31  derived, from (4)
    2 of 105 cases (2 %) skipped, 50 of 200 starts (25 %) passed over and others drawn
topic/bare         erratum   REFUTED        1       ∞  recitation notes, part I
    at x = 1: x = +Inf, law says 0, off by +Inf, allowed 0 ()
    no correction: nobody knows
topic/chance       holds     UNDECIDED      5     0.5  Ben Arous, Gheissari, Jagannath 2021, Theorem 1.3
    underpowered: needs 881 samples
topic/open         holds     OPEN           –       –  Ben Arous, Gheissari, Jagannath 2021, Theorem 1.5
topic/wrong        holds     REFUTED        2       2  derived, for this test
    at m = 2: m = 2, law says 0, off by 2, allowed 1 (rounding)
    not as expected: the claim should hold

6 claims: 3 as expected, 1 not as expected, 1 undecided, 1 open
3 of 4 rivals and 1 of 2 planted claims refuted
error budget 1e-6, 1e-8 for each of 2 statistical checks, seed 1, tier quick, portable kernel
`
	var out strings.Builder
	if err := everything().Text(&out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

// TestJSON: the document must be valid whatever the numbers, say null and not
// zero where nothing was measured, and have no null array.
func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if err := everything().JSON(&out); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Schema      string
		Seed        json.Number
		Kernel      string
		Statistical int     `json:"statistical_checks"`
		Share       float64 `json:"check_budget"`
		Power       Power
		Claims      []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Claims) != 6 || d.Seed != "1" {
		t.Fatalf("%d claims, seed %s", len(d.Claims), d.Seed)
	}
	if d.Schema != Schema || d.Kernel != "portable" || d.Statistical != 2 || d.Share != props.Share || d.Power != (Power{Rivals: 4, Refuted: 3, Plants: 2, PlantsRefuted: 1}) {
		t.Errorf("schema %q, kernel %q, %d statistical checks, %v of the budget each, power %v", d.Schema, d.Kernel, d.Statistical, d.Share, d.Power)
	}
	for _, c := range d.Claims {
		for _, field := range []string{"rivals", "plants", "rows", "outside"} {
			if _, ok := c[field].([]any); !ok {
				t.Errorf("%v: %s %v is no array", c["id"], field, c[field])
			}
		}
	}
	for _, test := range []struct {
		claim int
		field string
		want  any
	}{
		{0, "verdict", "REFUTED"}, {0, "as_expected", true}, {0, "corrected_by", "topic/law"},
		{0, "reproduce", "go run ./here --run '^topic/law-printed$' --seed 1 --tier quick"}, {4, "reproduce", ""},
		{0, "why", "rounding, 16 operations at magnitude 1"},
		{1, "worst", 0.31}, {1, "design", nil}, {1, "counterexample", ""}, {1, "at", "eta = 0.7"},
		{2, "worst", math.MaxFloat64}, {2, "measured", nil}, {2, "uncorrected", "nobody knows"}, {2, "kind", "rate, law"},
		{3, "why", "underpowered: needs 881 samples"}, {3, "relation", "≥"},
		{4, "worst", nil}, {4, "measured", nil}, {4, "why", "no check yet"},
		{5, "as_expected", false},
	} {
		if got := d.Claims[test.claim][test.field]; got != test.want {
			t.Errorf("claim %d: %s = %v, want %v", test.claim, test.field, got, test.want)
		}
	}
	rows := d.Claims[1]["rows"].([]any)
	first := map[string]any{"number": 1.0, "case": "eta = 0.1", "draws": map[string]any{"eta": 0.1}, "quantity": "λ₁'", "relation": "=", "measured": 0.75, "predicted": 0.5, "tolerance": 0.375}
	if len(rows) != 2 || !reflect.DeepEqual(rows[0], first) || rows[1].(map[string]any)["relation"] != "≤" {
		t.Errorf("rows = %v", rows)
	}
	design := d.Claims[3]["design"].(map[string]any)
	if design["detectable"] != nil || design["tests"] != 5.0 || design["samples"] != 35.0 {
		t.Errorf("design = %v", design)
	}
}

// TestEmptyIsAnArray: a reader of JSON must not have to expect null.
func TestEmptyIsAnArray(t *testing.T) {
	var run, list strings.Builder
	if err := errors.Join((&Run{}).JSON(&run), List{}.JSON(&list)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(run.String(), `"claims": []`) || strings.TrimSpace(list.String()) != "[]" {
		t.Errorf("got %s and %s", run.String(), list.String())
	}
}

// TestMarkdown: no sign of a statement breaks its row, and every row of a table has the cells of its header.
func TestMarkdown(t *testing.T) {
	var out strings.Builder
	if err := everything().Markdown(&out); err != nil {
		t.Fatal(err)
	}
	bars := func(line string) int { return strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") }
	header, tables := "", 0
	for i, line := range strings.Split(out.String(), "\n") {
		switch {
		case !strings.HasPrefix(line, "|"):
			header = ""
		case header == "":
			header = line
			tables++
		case bars(line) != bars(header):
			t.Errorf("line %d has %d bars, want %d: %s", i+1, bars(line), bars(header), line)
		}
	}
	if tables != 3 {
		t.Errorf("%d tables, want those of the topics, of what is not as expected and of the one topic", tables)
	}
	for _, part := range []string{
		"| topic | 6 | 3 | law-printed, bare |\n",
		"| topic/wrong | holds | **REFUTED** | not as expected: the claim should hold | `go run ./here --run '^topic/wrong$' --seed 1 --tier quick` |\n",
		"| topic/chance | holds | **UNDECIDED** | underpowered: needs 881 samples |", "| topic/open | holds | **OPEN** | no check yet |  |\n", "\n## topic\n",
		"| erratum | REFUTED, corrected by topic/law |\n", "| holds | **REFUTED**, not as expected: the claim should hold |\n",
	} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("lacks %q\n%s", part, out.String())
		}
	}
}

// TestJUnit: what a reader of JUnit makes of the run, counted where it counts, is how the claims fared.
func TestJUnit(t *testing.T) {
	r := everything()
	r.Verdicts[3].Why = "]]> \x1b[2J & <b>"
	var out strings.Builder
	if err := r.JUnit(&out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string `xml:"name,attr"`
				Class   string `xml:"classname,attr"`
				Failure string `xml:"failure"`
				Error   string `xml:"error"`
				Skipped *struct {
					Message string `xml:"message,attr"`
				} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if got.Tests != 6 || got.Failures != 1 || got.Errors != 1 || got.Skipped != 1 || len(got.Suites) != 1 || got.Suites[0].Name != "topic" {
		t.Fatalf("%d tests, %d failures, %d errors, %d skipped in %d suites", got.Tests, got.Failures, got.Errors, got.Skipped, len(got.Suites))
	}
	for i, c := range got.Suites[0].Cases {
		v := &r.Verdicts[i]
		if c.Name != v.Claim.ID || c.Class != "topic" || (c.Failure != "") != (surprise(v) != "") || (c.Error != "") != (v.Outcome == props.Undecided) || (c.Skipped != nil) != (v.Outcome == props.Open) {
			t.Errorf("%s is %+v", v.Claim.ID, c)
		}
	}
	if c := got.Suites[0].Cases[5]; !strings.Contains(c.Failure, "at m = 2: m = 2, law says 0") || !strings.Contains(c.Failure, "--run '^topic/wrong$'") {
		t.Errorf("the failure says %q", c.Failure)
	}
	if c := got.Suites[0].Cases[3]; !strings.Contains(c.Error, "]]>") || strings.Contains(out.String(), "\x1b") {
		t.Errorf("the error says %q", c.Error)
	}
}

// TestAnnotations: one line for each verdict that is not as expected, none that a text could break out of.
func TestAnnotations(t *testing.T) {
	r := everything()
	r.Verdicts[3].Why = "100 %, of: 5\r\n::error::forged"
	var out strings.Builder
	if err := r.Annotations(&out); err != nil {
		t.Fatal(err)
	}
	want := "::error title=topic/chance%3A UNDECIDED::topic/chance is UNDECIDED%0A100 %25, of: 5 ::error::forged%0Ago run ./here --run '^topic/chance$' --seed 1 --tier quick\n" +
		"::notice title=topic/open%3A OPEN::topic/open is OPEN%0Ano check yet\n" +
		"::error title=topic/wrong%3A REFUTED::topic/wrong is REFUTED%0Aat m = 2: m = 2, law says 0, off by 2, allowed 1 (rounding)%0Anot as expected: the claim should hold%0Ago run ./here --run '^topic/wrong$' --seed 1 --tier quick\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	if got := property.Replace("a,b:c%\n"); got != "a%2Cb%3Ac%25%0A" {
		t.Errorf("a property is written %q", got)
	}
}

// TestHTML: the page is well-formed, needs nothing from elsewhere, and every link within it has a
// target. What its script does is tried in a browser.
func TestHTML(t *testing.T) {
	r := everything()
	r.Interrupted = true
	r.Drawings = map[string]Drawing{
		law.ID:   {Title: "drawn", Caption: "to be seen", SVG: `<svg viewBox="0 0 1 1"></svg>`, Tables: []form.Table{{Title: "numbers", Rows: [][]string{{"", "x"}, {"first", "17"}}}}},
		wrong.ID: {Title: "drawn again", SVG: `<svg viewBox="0 0 1 1"></svg>`},
	}
	r.Facts, r.Seconds = Facts{Go: "go1", OS: "any", Arch: "none", Processors: 3}, 12
	r.Suite.Story = claim.Story{
		Sentences: []claim.Sentence{{About: "Told", Says: "So it is.", Rests: []string{law.ID}}, {About: "Not told", Says: "So it is not.", Rests: []string{law.ID, wrong.ID}}, {About: "Left out", Says: "Not in the run.", Rests: []string{"topic/other"}}},
		Figures:   []string{law.ID},
	}
	r.Digits = Digits{{Quantity: "loss", Computation: "sim.Loss", Values: 3, Digits: 11.96, Floor: 12, Case: "n = 2", Got: 1, Want: "1.5", Reason: "10 roundings"}}
	var out strings.Builder
	if err := r.HTML(&out); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for _, forbidden := range []string{"http:", "https:", "fetch(", "url(", "@import", "<link", "<img", "ZgotmplZ", "<b>a</b>", "So it is not.", "Not in the run."} {
		if strings.Contains(got, forbidden) {
			t.Errorf("the page contains %s", forbidden)
		}
	}
	for _, wanted := range []string{"Interrupted", "prefers-color-scheme", "<mfrac>", `<code>\text{not set}</code>`, "x = 1", "nobody knows", "881", "not as expected: the claim should hold", "∞",
		"2 statistical checks", "spends 1e-8", "<b>drawn.</b> to be seen", `<use href="#drawn-topic/law-svg"/>`, `id="drawn-topic/law-svg"`, "So it is.", `the verdict on <a href="#topic/wrong">`, "numbers", "any/none, 3 processors", "12 s",
		`<b class="no">12.0</b>`, "certified <code>1.5</code>", "eta = 0.7", "2 rows of the grid", "eta = 0.2", "0.625"} {
		if !strings.Contains(got, wanted) {
			t.Errorf("the page lacks %q", wanted)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(got, -1) {
		if ids[m[1]] {
			t.Errorf("id %s occurs twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(got, -1) {
		if !ids[m[1]] {
			t.Errorf("a link to #%s leads nowhere", m[1])
		}
	}
	got = regexp.MustCompile(`(?s)<!DOCTYPE html>|<meta [^>]*>|<br>|<wbr>|<input [^>]*>|<script>.*</script>`).ReplaceAllString(got, "")
	d := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(got, " hidden>", ` hidden="">`)))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if path := os.Getenv("ASSAY_PAGE"); path != "" {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRunFacts: machine, version and time stand in the section of run facts, and change no other byte of the page.
func TestRunFacts(t *testing.T) {
	section := regexp.MustCompile(`(?s)<section id="run">.*?</section>`)
	var pages [2]string
	for i := range pages {
		r := everything()
		if i == 1 {
			r.Facts, r.Seconds, r.Kernel = Facts{Go: "go9", OS: "other", Arch: "s390x", Level: "z17", Version: "v9", Rapid: "v8", Processors: 99}, 98.5, "simd"
		}
		var out strings.Builder
		if err := r.HTML(&out); err != nil {
			t.Fatal(err)
		}
		pages[i] = out.String()
	}
	if pages[0] == pages[1] || len(section.FindAllString(pages[0], -1)) != 1 {
		t.Error("the page does not show the facts of the run, or not in one section")
	}
	if section.ReplaceAllString(pages[0], "") != section.ReplaceAllString(pages[1], "") {
		t.Error("the facts of the run change more than their section")
	}
}

// TestMarked: what was interrupted says so in every form for readers, and a page that lacks only
// its figures says that; what was not says neither.
func TestMarked(t *testing.T) {
	for _, test := range []struct {
		interrupted, bare bool
		text, page        string // said, or ""
	}{
		{true, false, "this run is incomplete", "This report is incomplete"},
		{true, true, "this run is incomplete", "This report is incomplete"},
		{false, true, "", "Every verdict is here; correct digits or figures are missing"},
		{false, false, "", ""},
	} {
		r := everything()
		r.Interrupted, r.Bare = test.interrupted, test.bare
		for form, write := range map[string]func(io.Writer) error{
			"text": r.Text, "Markdown": r.Markdown, "summary": r.Summary, "plants": Plants{r}.Text, "plants in Markdown": Plants{r}.Markdown, "page": r.HTML,
		} {
			var out strings.Builder
			if err := write(&out); err != nil {
				t.Fatal(err)
			}
			want, any := test.text, "interrupted"
			if form == "page" {
				want, any = test.page, "Interrupted"
			}
			if got := out.String(); !strings.Contains(got, want) || want == "" && strings.Contains(got, any) {
				t.Errorf("%s of a run interrupted %t, bare %t: want %q said", form, test.interrupted, test.bare, want)
			}
		}
	}
}
