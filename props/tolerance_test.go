package props

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestNoLiteralTolerance reads the package's own checks: a tolerance may come
// from a named bound only. Outside tolerance.go there is no Tolerance literal,
// and no bound is a bare number.
func TestNoLiteralTolerance(t *testing.T) {
	read := 0
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := file.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "tolerance") {
			continue
		}
		read++
		for _, defect := range literalTolerances(t, name, nil) {
			t.Error(defect)
		}
	}
	if read < 10 {
		t.Errorf("read %d files: the test looks in the wrong place", read)
	}
}

// TestLiteralToleranceFound: the reader above does find what it looks for.
func TestLiteralToleranceFound(t *testing.T) {
	for _, bad := range []string{
		`func f() { use(Tolerance{Size: 1}) }`,
		`func f() { use(Tolerance{}) }`,
		`func f() { use(Truncation(1e-6, "because")) }`,
		`func f() { use(Truncation(2*1e-6, "because")) }`,
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
			if id, ok := n.Type.(*ast.Ident); ok && id.Name == "Tolerance" {
				add(n, "a Tolerance literal")
			}
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if s, ok := left.(*ast.SelectorExpr); ok && s.Sel.Name == "Size" {
					add(n, "an assignment to Size")
				}
			}
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "Truncation" && constant(n.Args[0]) {
				add(n, "a bound that is a bare number")
			}
		}
		return true
	})
	return defects
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
