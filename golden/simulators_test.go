package golden

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// What advances a state in package sim, by name; Size is that of step-size rules.
var advances = map[string]bool{
	"Step": true, "Descend": true, "DescendPairs": true, "Flow": true, "Follow": true, "Jump": true,
	"WarmUp": true, "RunChain": true, "Draw": true, "Draws": true, "Size": true, "Losses": true,
}

// pinnedAs is the simulators that make the steps of a pinned one, several, on given draws or looking at the state,
// and what only describes a state.
var pinnedAs = map[string]string{
	"Students.Descend": "Students.Step", "Students.Losses": "Students.Step",
	"SGD.Descend": "SGD.Step", "SGD.Draws": "SGD.Step", "Chain.Follow": "Chain.Step", "SlowFlow.Size": "SlowFlow.Flow",
}

// TestEverySimulatorIsPinned: for each exported function or method of sim that advances a state there is
// a pin whose kernel names it, or its type where it has but one.
func TestEverySimulatorIsPinned(t *testing.T) {
	pinned := map[string]bool{}
	for _, p := range Pins() {
		owner := ""
		for _, name := range strings.Split(p.Kernel, ", ") {
			name = strings.TrimPrefix(name, "sim.")
			if before, _, ok := strings.Cut(name, "."); ok {
				owner = before
			}
			pinned[name], pinned[owner+"."+name] = true, true
		}
	}
	paths, err := filepath.Glob("../sim/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !advances[f.Name.Name] {
				continue
			}
			name, owner := f.Name.Name, ""
			if f.Recv != nil {
				owner = receiver(f.Recv.List[0].Type)
				if !ast.IsExported(owner) {
					continue
				}
				name = owner + "." + name
			}
			if as, ok := pinnedAs[name]; ok {
				name = as
			}
			found++
			if !pinned[name] && !pinned[owner] {
				t.Errorf("sim.%s has no pin", name)
			}
		}
	}
	if found < 15 {
		t.Errorf("%d simulators found, want the fifteen there were", found)
	}
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if name, ok := e.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}
