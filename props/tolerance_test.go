package props

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoLiteralTolerance reads the engine and the checks of both rooms: a tolerance may come
// from a named bound only. Outside tolerance.go there is no Tolerance literal,
// and no bound is a bare number.
func TestNoLiteralTolerance(t *testing.T) {
	for _, dir := range []string{".", "singleindex", "neuron"} {
		read := 0
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "tolerance") {
				continue
			}
			read++
			for _, defect := range literalTolerances(t, file, nil) {
				t.Error(defect)
			}
		}
		if read < 10 {
			t.Errorf("read %d files of %s: the test looks in the wrong place", read, dir)
		}
	}
}

// TestLiteralToleranceFound: the reader above does find what it looks for.
func TestLiteralToleranceFound(t *testing.T) {
	for _, bad := range []string{
		`func f() { use(Tolerance{Size: 1}) }`,
		`func f() { use(Tolerance{}) }`,
		`func f() { use(Truncation(1e-6, "because")) }`,
		`func f() { use(Truncation(2*1e-6, "because")) }`,
		`func f() { use(props.Tolerance{Size: 1}) }`,
		`func f() { use(props.Truncation(1e-6, "because")) }`,
		`func f() { t.Size = 3 }`,
	} {
		if len(literalTolerances(t, "bad.go", "package props\n"+bad)) == 0 {
			t.Errorf("not found: %s", bad)
		}
	}
	good := `package props
func f() { use(Truncation(x*x, "next order")); use(Rounding(3, 1)) }`
	if found := literalTolerances(t, "good.go", good); len(found) > 0 {
		t.Errorf("found in good code: %v", found)
	}
}

func literalTolerances(t *testing.T, name string, src any) (defects []string) {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	add := func(n ast.Node, what string) { defects = append(defects, set.Position(n.Pos()).String()+": "+what) }
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if named(n.Type) == "Tolerance" {
				add(n, "a Tolerance literal")
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if s, ok := left.(*ast.SelectorExpr); ok && s.Sel.Name == "Size" {
					add(n, "an assignment to Size")
				}
			}
		case *ast.CallExpr:
			if named(n.Fun) == "Truncation" && constant(n.Args[0]) {
				add(n, "a bound that is a bare number")
			}
		}
		return true
	})
	return defects
}

// named is the name that an expression refers to, without its package, or "".
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// constant reports whether an expression holds nothing but number literals.
func constant(e ast.Expr) bool {
	bare := true
	ast.Inspect(e, func(n ast.Node) bool {
		if _, ok := n.(*ast.Ident); ok {
			bare = false
		}
		return bare
	})
	return bare
}
