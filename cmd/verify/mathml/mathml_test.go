package mathml

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// brief drops what the table below need not repeat: attributes and joiners.
func brief(s string) string {
	s = strings.ReplaceAll(s, joiner, "")
	var out strings.Builder
	for s != "" {
		before, tag, ok := strings.Cut(s, "<")
		out.WriteString(before)
		if !ok {
			break
		}
		tag, s, _ = strings.Cut(tag, ">")
		element, _, _ := strings.Cut(tag, " ")
		out.WriteString("<" + element + ">")
	}
	return out.String()
}

func TestHTML(t *testing.T) {
	for _, test := range []struct{ why, in, want string }{
		{"words alone are text", "two mirror-symmetric students", "two mirror-symmetric students"},
		{"text is escaped", `a "law" & more`, "a &#34;law&#34; &amp; more"},
		{"the names of two people", "Xu & Du", "Xu &amp; Du"},
		{"a Unicode subscript", "λ₁ is", "<math><msub><mrow><mi>λ</mi></mrow><mrow><mn>1</mn></mrow></msub></math> is"},
		{"both scripts on one base", "u_j²", "<math><msubsup><mrow><mi>u</mi></mrow><mrow><mi>j</mi></mrow><mrow><mn>2</mn></mrow></msubsup></math>"},
		{"a prime after a subscript", "λ₁'", "<math><msub><mrow><mi>λ</mi></mrow><mrow><mn>1</mn></mrow></msub><mo>′</mo></math>"},
		{"a power of what has a prime", "f'²", "<math><msup><mrow><mi>f</mi><mo>′</mo></mrow><mrow><mn>2</mn></mrow></msup></math>"},
		{"a braced group", "N^{k−2}", "<math><msup><mrow><mi>N</mi></mrow><mrow><mi>k</mi><mo>−</mo><mn>2</mn></mrow></msup></math>"},
		{"words in a group", "τ_{first hit}", "<math><msub><mrow><mi>τ</mi></mrow><mrow><mtext>first</mtext><mspace></mspace><mtext>hit</mtext></mrow></msub></math>"},
		{"a run of letters is one operand", "L_min", "<math><msub><mrow><mi>L</mi></mrow><mrow><mi>min</mi></mrow></msub></math>"},
		{"a run of digits is one operand", "10^12", "<math><msup><mrow><mn>10</mn></mrow><mrow><mn>12</mn></mrow></msup></math>"},
		{"a signed operand", "t^−3", "<math><msup><mrow><mi>t</mi></mrow><mrow><mo>−</mo><mn>3</mn></mrow></msup></math>"},
		{"a superscript that is itself a row", "xⁿ⁻¹", "<math><msup><mrow><mi>x</mi></mrow><mrow><mi>n</mi><mo>−</mo><mn>1</mn></mrow></msup></math>"},
		{"a root of a group", "√(a+b)", "<math><msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt></math>"},
		{"a root of a symbol", "√N m", "<math><msqrt><mi>N</mi></msqrt><mspace></mspace><mi>m</mi></math>"},
		{"a function before mathematics", "log N", "<math><mi>log</mi><mspace></mspace><mi>N</mi></math>"},
		{"a function before a function", "log log N", "<math><mi>log</mi><mspace></mspace><mi>log</mi><mspace></mspace><mi>N</mi></math>"},
		{"a function's name in prose", "the median of", "the median of"},
		{"a function in a parenthesis that ends", "see (sup)", "see (sup)"},
		{"the article", "with a start", "with a start"},
		{"the article before a comma's word", "x, a student", "<math><mi>x</mi></math>, a student"},
		{"a variable named a", "a ~ N(0, I)", "<math><mi>a</mi><mspace></mspace><mo>~</mo><mspace></mspace><mi>N</mi><mo>(</mo><mn>0</mn><mo>,</mo><mi>I</mi><mo>)</mo></math>"},
		{"a variable named a before a word", "constants a and b", "constants <math><mi>a</mi></math> and <math><mi>b</mi></math>"},
		{"a product of two letters", "θ−mx", "<math><mi>θ</mi><mo>−</mo><mi>m</mi><mi>x</mi></math>"},
		{"a differential before a quotient", "∫ dm/(1 − m)", "<math><mo>∫</mo><mspace></mspace><mi>d</mi><mi>m</mi><mo>/</mo><mo>(</mo><mn>1</mn><mo>−</mo><mi>m</mi><mo>)</mo></math>"},
		{"a slash between words", "on/or off", "on/or off"},
		{"a two-letter word touches nothing", "M as N", "<math><mi>M</mi></math> as <math><mi>N</mi></math>"},
		{"a two-letter word beside a bracket", "x (as is)", "<math><mi>x</mi></math> (as is)"},
		{"a hyphen to a word", "N-dimensional", "<math><mi>N</mi></math>-dimensional"},
		{"a hyphen from a word", "half-N", "half-<math><mi>N</mi></math>"},
		{"the name of a claim", "see pair/lambda1-printed, k", "see pair/lambda1-printed, <math><mi>k</mi></math>"},
		{"a quotient is no name", "sin/cos and d/N", "sin/cos and <math><mi>d</mi><mo>/</mo><mi>N</mi></math>"},
		{"commas between phrases are text", "m > 0, n", "<math><mi>m</mi><mo>></mo><mn>0</mn></math>, <math><mi>n</mi></math>"},
		{"a full stop", "m.", "<math><mi>m</mi></math>."},
		{"numbers alone are text", "Theorem 1.3 and (21), App. 2", "Theorem 1.3 and (21), App. 2"},
		{"an exponent of ten", "x = 1e-13", "<math><mi>x</mi><mo>=</mo><mn>1e-13</mn></math>"},
		{"words with digits", "BGJ21 says", "BGJ21 says"},
		{"an accent", "m̄", "<math><mover><mi>m</mi><mo>¯</mo></mover></math>"},
		{"norms", "‖v‖ = 1", "<math><mo>‖</mo><mi>v</mi><mo>‖</mo><mo>=</mo><mn>1</mn></math>"},
		{"a script on a word", "He_k", "<math><msub><mrow><mi>He</mi></mrow><mrow><mi>k</mi></mrow></msub></math>"},
		{"a script on a bracket", "(x)²", "<math><mo>(</mo><mi>x</mi><msup><mrow><mo>)</mo></mrow><mrow><mn>2</mn></mrow></msup></math>"},
		{"a parenthesis of words", "A (see below) B", "<math><mi>A</mi></math> (see below) <math><mi>B</mi></math>"},
		{"a quotation mark is no prime", "the 'law' is", "the &#39;law&#39; is"},
		{"a long formula may break after its relation", "λ₁' − ½ = (λ₁ − ½)(1 − η(1 − θ/π))", ""},
		{"a group without end", "x^{y", "<math><msup><mrow><mi>x</mi></mrow><mrow><mo>{</mo></mrow></msup><mi>y</mi></math>"},
		{"a script without operand", "x^", "<math><mi>x</mi><mo>^</mo></math>"},
		{"a root of nothing", "√", "<math><mo>√</mo></math>"},
	} {
		got := brief(strings.ReplaceAll(string(HTML(test.in)), "&gt;", ">"))
		if test.want == "" { // only that it broke: the parts are long
			if n := strings.Count(got, "<math>"); n != 2 {
				t.Errorf("%s: %q has %d parts, want 2\n%s", test.why, test.in, n, got)
			}
			continue
		}
		if got != test.want {
			t.Errorf("%s: %q\n got %s\nwant %s", test.why, test.in, got, test.want)
		}
	}
}

// content parses HTML and returns its characters; it fails on markup that is
// not well-formed.
func content(markup string) (string, error) {
	d := xml.NewDecoder(strings.NewReader("<p>" + markup + "</p>"))
	d.Entity = xml.HTMLEntity
	var out strings.Builder
	for {
		switch tok, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return out.String(), nil
		case err != nil:
			return "", err
		default:
			if c, ok := tok.(xml.CharData); ok {
				out.Write(c)
			}
		}
	}
}

// survivors is the multiset of characters of s that must survive: without the
// signs of structure, scripts and accents as the signs that stand for them.
// Scripts move (x²₁ is x₁²), hence a multiset.
func survivors(s, structure string) string {
	var out []rune
	for _, r := range s {
		if p := plain(r, superscripts, superplain); p != 0 {
			r = p
		} else if p := plain(r, subscripts, subplain); p != 0 {
			r = p
		}
		if a, ok := accents[r]; ok {
			r = []rune(a)[0]
		}
		switch {
		case unicode.IsSpace(r), strings.ContainsRune(joiner+structure, r):
			continue
		case r == '\'':
			r = '′'
		}
		out = append(out, r)
	}
	slices.Sort(out)
	return string(out)
}

// TestNothingIsLost draws strings over the alphabet of the claims, in any
// order: the markup must be well-formed and hold every character.
func TestNothingIsLost(t *testing.T) {
	pieces := strings.Split(" |  |a|N|λ|₁|²|ⁿ⁻¹|'|^|_|{|}|(|)|[|]|√|‖|Σ|½|1.3|1e-13|,|;|.|:|-|−|+|=|≤|~|→|·|/|<|&|\"|the|student|as|mx|log|sup|He|pair/lambda1|m̄|θ̂|é|é|–|“|…|ᵀ|⊗|∞|́|\t|§|!|%", "|")
	pieces = append(pieces, "|")
	rapid.Check(t, func(rt *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(rt, "pieces"), "")
		got, err := content(strings.ReplaceAll(string(HTML(in)), "<msqrt>", "<msqrt>√"))
		if err != nil {
			rt.Fatalf("%q: %v\n%s", in, err, HTML(in))
		}
		structure := "" // brackets are structure only after a sign that makes them so
		if strings.ContainsAny(in, "^_") {
			structure += "^_{}"
		}
		if strings.Contains(in, "√") {
			structure += "()"
		}
		if before, after := survivors(in, structure), survivors(got, structure); before != after {
			rt.Fatalf("%q: characters %q became %q\n%s", in, before, after, HTML(in))
		}
	})
}

// TestJoined: a formula and the punctuation that touches it stay on one line; a
// space between them is where the line may break.
func TestJoined(t *testing.T) {
	const x = "<math><mi>x</mi></math>"
	for in, want := range map[string]string{
		"the x, the":      "the " + x + joiner + ", the",
		"x-axis":          x + joiner + "-axis",
		"half-x":          "half-" + joiner + x,
		"the x of":        "the " + x + " of",
		"Theorem 1.3, of": "Theorem 1.3, of",
	} {
		if got := string(HTML(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestTextIsUntouched: without mathematics every byte stays in its place.
func TestTextIsUntouched(t *testing.T) {
	const prose = "The suite doesn't say more (or less) than it measured: see Theorem 1.3, App. 2; “nothing” else."
	if got, err := content(string(HTML(prose))); err != nil || got != prose {
		t.Errorf("got %q, %v; want %q", got, err, prose)
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("x^{√(_'")
	f.Fuzz(func(t *testing.T, in string) {
		in = strings.Map(func(r rune) rune { // XML has no control characters
			if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, in)
		if _, err := content(string(HTML(in))); err != nil {
			t.Errorf("%q: %v\n%s", in, err, HTML(in))
		}
	})
}
