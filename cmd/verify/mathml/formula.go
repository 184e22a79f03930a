package mathml

import (
	_ "embed"
	"encoding/json"
	"html/template"
	"sync"
)

//go:embed formulas.json
var formulas []byte

// Set is the formulas that were set, as formulas.json keeps them.
type Set struct {
	Temml    string            `json:"temml"`    // its version
	Source   string            `json:"source"`   // SHA-256 of what they were made from: the formulas and the generator
	Formulas map[string]string `json:"formulas"` // MathML by LaTeX
}

// Formulas is the formulas that were set.
var Formulas = sync.OnceValue(func() Set {
	var s Set
	if err := json.Unmarshal(formulas, &s); err != nil {
		panic("mathml: formulas.json: " + err.Error()) // the file is part of the program
	}
	return s
})

// Formula is a formula in LaTeX as a display formula in MathML, which carries the LaTeX as an
// annotation; and whether it was set.
func Formula(latex string) (template.HTML, bool) {
	set, ok := Formulas().Formulas[latex]
	return template.HTML(set), ok
}
