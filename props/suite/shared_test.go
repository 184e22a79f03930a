package suite

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"testing"
)

// concurrent is the functions whose arguments run many at once, and fields the fields of a check
// that do, for each case.
var (
	concurrent = []string{"Batches", "Replicate", "Go", "spread"}
	fields     = []string{"Measure", "Law", "Control", "Draw"}
)

// TestNothingSharedIsAssigned: what runs many times at once assigns to nothing that it shares with
// the others. The race detector finds such an assignment only if two of a run coincide.
func TestNothingSharedIsAssigned(t *testing.T) {
	for _, folder := range []string{"../singleindex", "../neuron", "..", "../../sim", "../../cmd/verify/command"} {
		set, files := parsed(t, folder)
		for _, place := range sharedAssignments(t, set, files) {
			t.Errorf("%s", place)
		}
	}
}

// The finder finds what it is for, and leaves alone what each has of its own.
func TestSharedAssignmentsAreFound(t *testing.T) {
	const text = `package p
func f(l *Lab) (m seen, err error) {
	total := 0
	Batches(l, 3, 1, func(lo, hi int) ([]int, error) {
		out := make([]int, hi-lo)
		out[0], err = g()     // shared
		total += out[0]       // shared
		m.x++                 // shared
		func() { total = 1 }() // shared
		own, err := g()
		own, err = own+1, nil
		return out, err
	})
	go func() { total = 2 }() // shared
	for i := range 3 {
		group.Go(func() error { _, err = g(); list[i] = 1; return nil }) // shared
	}
	return seen{Measure: func() { total-- }}, nil // shared
}`
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "p.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, c := range f.Comments {
		want = append(want, lineOf(set, c.Pos()))
	}
	got := sharedAssignments(t, set, []*ast.File{f})
	for i := range got {
		got[i] = got[i][:len("p.go:00")]
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// parsed is the files of a folder, without the tests.
func parsed(t *testing.T, folder string) (*token.FileSet, []*ast.File) {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	for base := range source(t, folder) {
		f, err := parser.ParseFile(set, filepath.Join(folder, base+".go"), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return set, files
}

// sharedAssignments is the places where a function literal that runs many times at once assigns to
// a variable declared outside of it, or to a field of one. An element of a slice is taken for its own.
func sharedAssignments(t *testing.T, set *token.FileSet, files []*ast.File) (places []string) {
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: none{}, Error: func(error) {}} // what is declared here is resolved all the same
	_, _ = config.Check("", set, files, &info)
	if len(info.Uses) == 0 {
		t.Fatal("nothing is resolved")
	}
	assigned := func(literal *ast.FuncLit, to ast.Expr) {
		root := to
		for {
			if s, ok := root.(*ast.SelectorExpr); ok {
				root = s.X
				continue
			}
			break
		}
		name, ok := root.(*ast.Ident)
		if !ok {
			return
		}
		v, ok := info.Uses[name].(*types.Var)
		if ok && (v.Pos() < literal.Pos() || v.Pos() >= literal.End()) {
			places = append(places, fmt.Sprintf("%s: %s is shared by all that run at once, and assigned", lineOf(set, to.Pos()), name.Name))
		}
	}
	inside := func(e ast.Expr) {
		literal, ok := e.(*ast.FuncLit)
		if !ok {
			return
		}
		ast.Inspect(literal.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, to := range n.Lhs {
					assigned(literal, to)
				}
			case *ast.IncDecStmt:
				assigned(literal, n.X)
			case *ast.RangeStmt:
				assigned(literal, n.Key)
				assigned(literal, n.Value)
			}
			return true
		})
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if slices.Contains(concurrent, called(n.Fun)) {
					for _, arg := range n.Args {
						inside(arg)
					}
				}
			case *ast.GoStmt:
				inside(n.Call.Fun)
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(fields, key.Name) {
					inside(n.Value)
				}
			}
			return true
		})
	}
	slices.Sort(places)
	return slices.Compact(places)
}

// called is the name of a function, without its package or receiver and its type arguments.
func called(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.IndexExpr:
		return called(f.X)
	case *ast.IndexListExpr:
		return called(f.X)
	}
	return ""
}

func lineOf(set *token.FileSet, at token.Pos) string {
	p := set.Position(at)
	return fmt.Sprintf("%s:%02d", p.Filename, p.Line)
}

// none imports nothing.
type none struct{}

func (none) Import(path string) (*types.Package, error) {
	return nil, fmt.Errorf("%s is not read", path)
}
