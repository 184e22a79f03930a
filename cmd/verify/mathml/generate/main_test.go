package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"assay/cmd/verify/mathml"
)

// TestFormulasAreCurrent: every formula of a claim is set, no other is, and what set them has not
// changed since.
func TestFormulasAreCurrent(t *testing.T) {
	const again = "run go generate ./cmd/verify/mathml"
	set := mathml.Formulas()
	for _, latex := range formulas() {
		if _, ok := mathml.Formula(latex); !ok {
			t.Errorf("no MathML for %s: %s", latex, again)
		}
	}
	if got, want := len(set.Formulas), len(formulas()); got != want {
		t.Errorf("%d formulas are set, the claims have %d: %s", got, want, again)
	}
	now, err := source(".")
	if err != nil {
		t.Fatal(err)
	}
	if set.Source != now {
		t.Errorf("formulas.json was made from something else: %s", again)
	}
}

// TestFormulasAreMathML: each is well-formed, one <math> element of display size without an error in it,
// carries the LaTeX it was made from, and needs nothing from elsewhere.
func TestFormulasAreMathML(t *testing.T) {
	fractions := 0
	for latex, markup := range mathml.Formulas().Formulas {
		d := xml.NewDecoder(strings.NewReader(markup))
		annotation, in := "", false
		for first := true; ; first = false {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", latex, err)
			}
			switch e := token.(type) {
			case xml.StartElement:
				if first && e.Name.Local != "math" || e.Name.Local == "merror" {
					t.Errorf("%s: element %s", latex, e.Name.Local)
				}
				if e.Name.Local == "mfrac" {
					fractions++
				}
				in = e.Name.Local == "annotation"
			case xml.EndElement:
				in = false
			case xml.CharData:
				if in {
					annotation += string(e)
				}
			}
		}
		if annotation != latex {
			t.Errorf("the annotation is %s, want %s", annotation, latex)
		}
		if !strings.Contains(markup, `display="block"`) || strings.Contains(markup, "href") || strings.Contains(markup, "http") {
			t.Errorf("%s: no display formula that stands alone: %s", latex, markup)
		}
	}
	if fractions == 0 {
		t.Error("no formula has a fraction")
	}
}
