// Package mathml sets the mathematics of claims in HTML.
//
// [Formula] is a formula in LaTeX as MathML, with fractions, roots and display size. It is not made
// here: Temml makes it when `go generate` is run, which needs npm, and formulas.json keeps what it
// made. A formula that is not in that file, such as one of a suite of another module, has no
// MathML, and the page shows its LaTeX.
//
// [Prose] is a statement in plain words and linear Unicode mathematics, such as the claims have:
// single letters are set as variables, and what follows ^ and _ is raised and lowered. Nothing
// else is guessed.
//
// The package knows no claims and no physics.
package mathml

//go:generate go run ./generate
