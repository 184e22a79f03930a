package mathml

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestProse(t *testing.T) {
	for _, test := range []struct{ why, in, want string }{
		{"words are text", "two mirror-symmetric students", "two mirror-symmetric students"},
		{"text is escaped", `the "law" & more, <b>`, "the &#34;law&#34; &amp; more,\u00a0&lt;<var>b</var>&gt;"},
		{"a letter is a variable", "the overlap m of x", "the overlap <var>m</var> of <var>x</var>"},
		{"a Greek letter too", "λ₁' < η", "<var>λ</var>₁′\u00a0&lt; <var>η</var>"},
		{"an accent stays on its letter", "m̄_t", "<var>m̄</var><sub><var>t</var></sub>"},
		{"a braced group is raised", "N^{k−2}", "<var>N</var><sup><var>k</var>−2</sup>"},
		{"a group in a group", "x_{t^{k}}", "<var>x</var><sub><var>t</var><sup><var>k</var></sup></sub>"},
		{"a run is lowered", "L_min, 10^12", "<var>L</var><sub>min</sub>, 10<sup>12</sup>"},
		{"a signed operand", "t^−3", "<var>t</var><sup>−3</sup>"},
		{"a relation stays with what it follows", "m = 0", "<var>m</var>\u00a0= 0"},
		{"the article", "with a start, a ~ b", "with a start, <var>a</var>\u00a0~ <var>b</var>"},
		{"the article at the beginning", "A student", "A student"},
		{"a variable before a word", "constants a and b", "constants <var>a</var> and <var>b</var>"},
		{"the s of a genitive", "the law's error s", "the law&#39;s error <var>s</var>"},
		{"the name of a claim", "see pair/lambda1-printed, k", "see pair/lambda1-printed, <var>k</var>"},
		{"a number with a letter", "2x and 1e-13", "2x and 1e-13"},
		{"a number with a Greek letter", "sin 2θ", "sin 2<var>θ</var>"},
		{"letters of two alphabets", "M = αN", "<var>M</var>\u00a0= <var>α</var><var>N</var>"},
		{"a sign is raised", "v^⊥ of L^p", "<var>v</var><sup>⊥</sup> of <var>L</var><sup><var>p</var></sup>"},
		{"a subscript letter", "xᵢ", "<var>x</var>ᵢ"},
		{"an apostrophe is no prime", "Hölder's 'law' in f'", "Hölder&#39;s &#39;law&#39; in <var>f</var>′"},
		{"two primes", "φ''(0)", "<var>φ</var>′′(0)"},
		{"a group without end", "x^{y", "<var>x</var>^{<var>y</var>"},
		{"a sign without operand", "x^ y", "<var>x</var>^ <var>y</var>"},
	} {
		if got := string(Prose(test.in)); got != test.want {
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

// spent is what may be spent on structure.
var spent = strings.NewReplacer("^", "", "_", "", "{", "", "}", "", "\u00a0", " ", "′", "'")

// TestNothingIsLost draws strings over the alphabet of the claims, in any
// order: the markup must be well-formed and hold every character, in its order.
func TestNothingIsLost(t *testing.T) {
	pieces := strings.Split(" |  |a|N|λ|₁|²|ⁿ⁻¹|'|^|_|{|}|(|)|[|]|√|‖|Σ|½|1.3|1e-13|,|;|.|:|-|−|+|=|≤|~|→|·|/|<|&|\"|the|student|as|mx|log|He|pair/lambda1|m̄|θ̂|é|–|“|…|ᵀ|∞|́|\t|§|%", "|")
	pieces = append(pieces, "|")
	rapid.Check(t, func(rt *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(rt, "pieces"), "")
		got, err := content(string(Prose(in)))
		if err != nil {
			rt.Fatalf("%q: %v\n%s", in, err, Prose(in))
		}
		if before, after := spent.Replace(in), spent.Replace(got); before != after {
			rt.Fatalf("%q: characters %q became %q\n%s", in, before, after, Prose(in))
		}
	})
}

// TestFormulaOfAnother: a formula that was not set has no MathML.
func TestFormulaOfAnother(t *testing.T) {
	if set, ok := Formula(`\text{of another suite}`); ok || set != "" {
		t.Errorf("got %q, %t", set, ok)
	}
}

func FuzzProse(f *testing.F) {
	f.Add("x^{√(_'")
	f.Fuzz(func(t *testing.T, in string) {
		in = strings.Map(func(r rune) rune { // XML has no control characters
			if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, in)
		if _, err := content(string(Prose(in))); err != nil {
			t.Errorf("%q: %v\n%s", in, err, Prose(in))
		}
	})
}
