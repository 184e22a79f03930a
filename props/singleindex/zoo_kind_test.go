package singleindex

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestKinds: a kind is one row of the zoo, each that a check singles out is there, and the
// tables by kind have no row that the zoo has not.
func TestKinds(t *testing.T) {
	seen := map[zooKind]bool{}
	for _, row := range zoo() {
		if seen[row.kind] || row.kind.family == 0 {
			t.Errorf("%s: kind %+v is none, or that of another row", row.name, row.kind)
		}
		seen[row.kind] = true
		if found, err := zooOf(row.kind); err != nil || found.model != row.model {
			t.Errorf("zooOf(%+v): %v", row.kind, err)
		}
		if published[row.kind] == 0 {
			t.Errorf("%s: no published exponent", row.name)
		}
	}
	if _, err := zooOf(zooKind{family: tensorPCA, order: 9}); err == nil {
		t.Error("a model that is not in the zoo is found")
	}
	for _, kind := range []zooKind{linearNeuron, square, absolute, relu, logistic, spike, cubicTensor, twoTensors, tiltedMixture, evenMixture} {
		if !seen[kind] {
			t.Errorf("kind %+v is not in the zoo", kind)
		}
	}
	if len(published) != len(seen) {
		t.Errorf("%d published exponents of %d rows", len(published), len(seen))
	}
	for kind := range activations {
		if !seen[kind] {
			t.Errorf("the activation of kind %+v belongs to no row", kind)
		}
	}
}

// TestNamesDecideNothing: a model's name is for readers. Nowhere is one compared with a text,
// searched for one or looked up by one, so that renaming it changes nothing that is checked.
func TestNamesDecideNothing(t *testing.T) {
	for name, found := range map[string]int{
		`func f(c C) bool { return strings.HasPrefix(c.row.name, "tensor PCA") }`:      1,
		`func f(c C) bool { return c.row.name == "x^2" || c.Model != "x^1" }`:          2,
		`func f(c C) { switch c.Model { case "He_3": } }`:                              1,
		`func f() { zooNamed("x^1") }`:                                                 1,
		`func f(c C) string { return c.row.name + "x^2" + zooNamed(c.Model).name }`:    0,
		`func f(c C) bool { return c.Model == remark && strings.HasPrefix(s, "abs") }`: 0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p; "+name, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := decidedByName(file); len(got) != found {
			t.Errorf("%s: %d places found, want %d", name, len(got), found)
		}
	}
	paths, err := filepath.Glob("*.go")
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, pos := range decidedByName(file) {
			t.Errorf("%v: what is checked is decided by a model's name", files.Position(pos))
		}
	}
}

// decidedByName is where a model's name meets a literal text.
func decidedByName(file *ast.File) (places []token.Pos) {
	isName := func(e ast.Expr) bool {
		s, ok := e.(*ast.SelectorExpr)
		return ok && (s.Sel.Name == "name" || s.Sel.Name == "Model")
	}
	isText := func(e ast.Expr) bool {
		l, ok := e.(*ast.BasicLit)
		return ok && l.Kind == token.STRING
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			comparison := n.Op == token.EQL || n.Op == token.NEQ
			if comparison && (isName(n.X) && isText(n.Y) || isText(n.X) && isName(n.Y)) {
				places = append(places, n.Pos())
			}
		case *ast.SwitchStmt:
			if n.Tag != nil && isName(n.Tag) {
				places = append(places, n.Pos())
			}
		case *ast.CallExpr:
			named, searches := n.Fun.(*ast.Ident)
			searches = searches && named.Name == "zooNamed"
			if s, ok := n.Fun.(*ast.SelectorExpr); ok {
				from, ok := s.X.(*ast.Ident)
				searches = ok && from.Name == "strings" && slices.ContainsFunc(n.Args, isName)
			}
			if searches && slices.ContainsFunc(n.Args, isText) {
				places = append(places, n.Pos())
			}
		}
		return true
	})
	return places
}
